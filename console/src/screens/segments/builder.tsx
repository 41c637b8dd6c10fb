import { ATTRIBUTES } from '../../api/generated/vocabulary.ts';
import { t, word } from '../../i18n/index.ts';
import { ChoiceField, TextField } from '../../parts/form.tsx';
import { titleAttribute, VALUES } from './attributes.ts';
import { describeCondition } from './evidence.ts';
import {
  DEEPEST,
  findAttribute,
  isComplete,
  type Joint,
  joinParts,
  jointOf,
  makeCondition,
  partsOf,
  type Rule,
  readValue,
  type Word,
  withParts,
  withWord,
  wordOf,
  wordsOf,
} from './rules.ts';

interface Props {
  rule: Rule;
  onChange: (rule: Rule) => void;
  onRemove?: (() => void) | undefined;
  depth?: number;
}

// A rule as a tree of fieldsets: every part is reached by Tab, and says what it belongs to.
export function RuleEditor(props: Props) {
  if (partsOf(props.rule)) return <Group {...props} />;
  if (props.rule.not) return <Negated {...props} inner={props.rule.not} />;
  return <Condition {...props} />;
}

function Negated({ inner, ...props }: Props & { inner: Rule }) {
  return (
    <fieldset class="rule">
      <legend>{t('this is not true')}</legend>
      <RuleEditor
        {...props}
        rule={inner}
        onChange={(next) => props.onChange({ not: next })}
        onRemove={undefined}
      />
      <div class="bar">
        <button type="button" onClick={() => props.onChange(inner)}>
          {t('Take “not” away')}
        </button>
        <Remove onRemove={props.onRemove} />
      </div>
    </fieldset>
  );
}

function Group({ rule, onChange, onRemove, depth = 0 }: Props) {
  const parts = partsOf(rule) ?? [];
  const set = (index: number, next: Rule) =>
    onChange(
      withParts(
        rule,
        parts.map((each, at) => (at === index ? next : each)),
      ),
    );
  return (
    <fieldset class="rule">
      <legend>
        <select
          aria-label={t('How the conditions go together')}
          value={jointOf(rule)}
          onChange={(event) => onChange(joinParts(event.currentTarget.value as Joint, parts))}
        >
          <option value="all">{t('all of these are true')}</option>
          <option value="any">{t('at least one of these is true')}</option>
          <option value="none">{t('none of these is true')}</option>
        </select>
      </legend>
      {parts.map((each, index) => (
        <RuleEditor
          key={index}
          rule={each}
          depth={depth + 1}
          onChange={(next) => set(index, next)}
          onRemove={() =>
            onChange(
              withParts(
                rule,
                parts.filter((_, at) => at !== index),
              ),
            )
          }
        />
      ))}
      <div class="bar">
        <button
          type="button"
          onClick={() => onChange(withParts(rule, [...parts, makeCondition('negative')]))}
        >
          {t('Add a condition')}
        </button>
        {depth + 2 < DEEPEST && (
          <button
            type="button"
            onClick={() => onChange(withParts(rule, [...parts, { any: [makeCondition('stage')] }]))}
          >
            {t('Add a group')}
          </button>
        )}
        <Remove onRemove={onRemove} />
      </div>
    </fieldset>
  );
}

function Condition({ rule, onChange, onRemove }: Props) {
  if (rule.segment !== undefined) {
    return (
      <div class="condition" data-testid="rule-condition">
        <TextField
          label={t('Segment')}
          dir="ltr"
          value={rule.segment}
          onChange={(segment) => onChange({ segment })}
        />
        <Remove onRemove={onRemove} />
      </div>
    );
  }
  const attribute = findAttribute(rule.attribute);
  const chosen = wordOf(rule) ?? wordsOf(rule.attribute)[0]!;
  const values = VALUES[rule.attribute ?? ''];
  return (
    <div class="condition" data-testid="rule-condition">
      <ChoiceField
        label={t('What')}
        value={rule.attribute ?? ''}
        choices={ATTRIBUTES.map((each) => [each.name, titleAttribute(each.name)])}
        onChange={(name) => onChange(makeCondition(name))}
      />
      <ChoiceField
        label={t('How')}
        value={chosen}
        choices={wordsOf(rule.attribute).map((each) => [each, word(each)])}
        onChange={(how) => onChange(withWord(rule, how as Word, readValue(rule)))}
      />
      {attribute?.kind === 'flag' ? (
        <ChoiceField
          label={t('Value')}
          value={readValue(rule)}
          choices={[
            ['true', t('yes')],
            ['false', t('no')],
          ]}
          onChange={(value) => onChange(withWord(rule, chosen, value))}
        />
      ) : (
        <TextField
          label={t('Value')}
          inputMode={attribute?.kind === 'number' ? 'decimal' : 'text'}
          dir="ltr"
          list={values && chosen !== 'in' ? `values-${rule.attribute}` : undefined}
          value={readValue(rule)}
          onChange={(value) => onChange(withWord(rule, chosen, value))}
        />
      )}
      {attribute?.hasWindow && (
        <TextField
          label={t('within days')}
          type="number"
          min={1}
          value={String(rule.within_days ?? '')}
          onChange={(text) => {
            const { within_days: _, ...rest } = rule;
            const days = Math.trunc(Number(text));
            onChange(days > 0 ? { ...rest, within_days: days } : rest);
          }}
        />
      )}
      <button type="button" title={t('this is not true')} onClick={() => onChange({ not: rule })}>
        {t('not')}
      </button>
      <Remove onRemove={onRemove} />
      {isComplete(rule) && <p class="said quiet small">{describeCondition(rule)}</p>}
    </div>
  );
}

// What may stand in a field, told once for all conditions.
export function ValueLists() {
  return Object.entries(VALUES).map(([name, values]) => (
    <datalist key={name} id={`values-${name}`}>
      {values.map((each) => (
        <option key={each} value={each} label={word(each)} />
      ))}
    </datalist>
  ));
}

function Remove({ onRemove }: { onRemove: (() => void) | undefined }) {
  if (!onRemove) return null;
  return (
    <button type="button" class="danger" onClick={onRemove} aria-label={t('Remove this part')}>
      ×
    </button>
  );
}
