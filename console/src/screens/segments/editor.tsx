import { useEffect, useState } from 'preact/hooks';
import { api, type Schemas, type Trouble, take, takeTagged } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { t } from '../../i18n/index.ts';
import { Form, TextField } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/states.tsx';
import { Name } from '../../parts/text.tsx';
import { sayCount, titleAttribute } from './attributes.ts';
import { RuleEditor, ValueLists } from './builder.tsx';
import { showValue } from './evidence.ts';
import {
  asGroup,
  countConditions,
  DEEPEST,
  isComplete,
  LARGEST,
  LONGEST,
  makeCondition,
  type Rule,
  tidyRule,
} from './rules.ts';

const REST_MS = 800;

export function Editor(props: {
  segment: Schemas['Segment'] | null;
  onSaved: (made: Schemas['Segment']) => void;
}) {
  const { segment } = props;
  const [title, setTitle] = useState(segment?.title ?? '');
  const [offer, setOffer] = useState(segment?.offer ?? '');
  const [rule, setRule] = useState<Rule>(asGroup(segment?.rule ?? makeCondition('negative')));
  const tidy = tidyRule(rule);
  const length = JSON.stringify(tidy ?? {}).length;
  const canSave = title.trim() !== '' && isComplete(tidy);
  const save = async () => {
    if (!tidy) return;
    const body = { title: title.trim(), rule: tidy, ...(offer.trim() ? { offer: offer.trim() } : {}) };
    if (!segment) {
      props.onSaved(await take(api.POST('/segments', { body })));
      return;
    }
    const path = { id: segment.id };
    const now = await takeTagged(api.GET('/segments/{id}', { params: { path } }));
    const params = { path, header: { 'If-Match': now.etag } };
    props.onSaved(await take(api.PATCH('/segments/{id}', { params, body })));
  };
  return (
    <Form class="stack" onSend={() => void attempt(t('Saved'), save)}>
      <TextField label={t('Title')} required maxLength={100} dir="auto" value={title} onChange={setTitle} />
      <ValueLists />
      <RuleEditor rule={rule} onChange={(next) => setRule(asGroup(next))} />
      <p class="quiet small">
        {t('{length} of {longest} characters, {count} of {largest} conditions, at most {deepest} deep', {
          length,
          longest: LONGEST,
          count: countConditions(rule),
          largest: LARGEST,
          deepest: DEEPEST,
        })}
      </p>
      <details>
        <summary>{t('As JSON')}</summary>
        <pre class="json" dir="ltr" tabIndex={0}>
          {JSON.stringify(tidy ?? {}, null, 2)}
        </pre>
      </details>
      <TextField label={t('Offer to make')} dir="auto" maxLength={300} value={offer} onChange={setOffer} />
      <Preview rule={tidy} />
      <div>
        <button type="submit" class="primary" disabled={!canSave}>
          {t('Save')}
        </button>
      </div>
    </Form>
  );
}

// Looks after the last change that can be tried; it costs, so not at every key.
function Preview({ rule }: { rule: Rule | undefined }) {
  const [found, setFound] = useState<Schemas['Preview'] | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const key = JSON.stringify(rule);
  useEffect(() => {
    if (!isComplete(rule)) return;
    let isOld = false;
    const timer = setTimeout(async () => {
      try {
        const preview = await take(api.POST('/segments/preview', { body: { rule } }));
        if (isOld) return;
        setFound(preview);
        setTrouble(null);
      } catch (error) {
        if (!isOld) setTrouble(asTrouble(error));
      }
    }, REST_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [key]);
  return (
    <section class="card" aria-labelledby="preview">
      <h2 id="preview">{t('Preview')}</h2>
      {trouble && <ProblemBox trouble={trouble} />}
      {found && (
        <>
          <p data-testid="preview-total" data-total={found.total}>
            {t('{total} of {seen} looked at', { total: found.total, seen: found.seen })}
            {!found.complete && ` · ${t('there are more')}`}
          </p>
          <ul class="plain-list small">
            {found.sample.map((each) => (
              <li key={each.contact.id}>
                <Name person={each.contact} />{' '}
                <span class="quiet">
                  {Object.entries(each.values as Record<string, unknown>).map(
                    ([name, value]) => `${sayValue(name, value)} `,
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function sayValue(name: string, value: unknown): string {
  const counted = typeof value === 'number' && !name.startsWith('days_since_') && sayCount(name, value);
  return counted || `${titleAttribute(name)}: ${showValue(name, value)}`;
}
