import { useEffect, useState } from 'preact/hooks';
import { has } from '../../api/client.ts';
import { replaceHash } from '../../app/router.ts';
import { type Phrase, t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { type Choice, ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { INTENTS } from '../../parts/mood.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { accounts, loadAccounts } from '../accounts/names.ts';
import { loadSegments, nameSegment, segments } from '../segments/names.ts';
import { SaveView } from './save-view.tsx';
import { hasList, reloadList, viewOf, words } from './store.ts';
import { addressOf, FILTERS, type FilterName, type Filters, SORTS, takesMany } from './views.ts';

const LABELS: Record<FilterName | 'status', Phrase> = {
  platform: 'Platform',
  mode: 'Mode',
  priority: 'Priority at least',
  assignee: 'Assignee',
  account: 'Account',
  stage: 'Stage',
  segment: 'Segment',
  sentiment: 'Sentiment',
  language: 'Language',
  intent: 'What it is about',
  tag: 'Tag',
  sla: 'SLA',
  window: 'Window closes within',
  unread: 'Unread',
  waiting: 'Waiting',
  status: 'State',
};
// What is asked for most stands ready; the others are behind one button.
const READY: readonly FilterName[] = ['platform', 'mode', 'priority', 'assignee'];
const VALUES: Partial<Record<FilterName, readonly string[]>> = {
  mode: ['public', 'private', 'broadcast'],
  priority: ['low', 'normal', 'high', 'urgent'],
  assignee: ['me', 'none'],
  stage: ['prospect', 'customer', 'former'],
  sentiment: ['negative', 'neutral', 'positive', 'unknown'],
  intent: INTENTS,
  sla: ['running', 'soon', 'missed', 'paused'],
  window: ['1', '4', '12', '24', '72'],
  unread: ['true'],
  waiting: ['true'],
};
const ORDERS: Record<(typeof SORTS)[number], Phrase> = {
  priority: 'by priority',
  newest: 'newest first',
  waiting: 'longest waiting first',
  sla: 'promised soonest first',
  window: 'window closing first',
};

function listChoices(name: FilterName): readonly string[] {
  if (name === 'platform')
    return [...new Set([...accounts.value.values()].map((each) => each.platform))].sort();
  if (name === 'account') return [...accounts.value.keys()];
  if (name === 'segment') return (segments.data.value ?? []).map((each) => each.id);
  return VALUES[name] ?? [];
}

function tell(name: FilterName | 'status', value: string): string {
  if (name === 'platform') return namePlatform(value);
  if (name === 'account') return accounts.value.get(value)?.title ?? value;
  if (name === 'segment') return nameSegment(value);
  if (name === 'window') return t('{count} hours', { count: Number(value) });
  if (name === 'unread' || name === 'waiting') return t('yes');
  return name === 'tag' || name === 'language' ? value : word(value);
}

// Filters as chips: what is chosen can be taken away, what is not is chosen from a list. All stand in the address.
export function FilterBar({ view: viewName, filters }: { view: string; filters: Filters }) {
  const [ask, setAsk] = useState<'' | 'filter' | 'save'>('');
  // After the list: nobody waits for what the filters offer.
  const isListed = hasList.value;
  useEffect(() => {
    if (isListed) setTimeout(() => void loadAccounts());
  }, [isListed]);
  const view = viewOf(viewName);
  const change = (next: Filters) => replaceHash(addressOf(viewName, next));
  const add = (name: FilterName, value: string) => {
    const known = takesMany(name) ? (filters[name] ?? []) : [];
    if (value) change({ ...filters, [name]: [...new Set([...known, value])] });
  };
  const drop = (name: FilterName, value: string) =>
    change({ ...filters, [name]: filters[name]?.filter((each) => each !== value) ?? [] });
  const open = FILTERS.filter((name) => !(name in view.filters));
  return (
    <div class="filters">
      {view.saved &&
        (Object.keys(view.filters) as (FilterName | 'sort' | 'status')[]).map(
          (name) =>
            name !== 'sort' && (
              <span key={name} class="chip">
                {t(LABELS[name])}: {(view.filters[name] ?? []).map((each) => tell(name, each)).join(', ')}
              </span>
            ),
        )}
      {FILTERS.flatMap((name) =>
        (filters[name] ?? []).map((value) => (
          <button
            key={`${name} ${value}`}
            type="button"
            class="chip"
            data-testid="filter-chip"
            aria-label={t('Remove the filter {name}', { name: `${t(LABELS[name])}: ${tell(name, value)}` })}
            onClick={() => drop(name, value)}
          >
            {t(LABELS[name])}: {tell(name, value)} ×
          </button>
        )),
      )}
      {READY.filter((name) => open.includes(name) && !filters[name]?.length).map((name) => (
        <select
          key={name}
          class="chip"
          aria-label={t(LABELS[name])}
          value=""
          onChange={(event) => add(name, event.currentTarget.value)}
        >
          <option value="">+ {t(LABELS[name])}</option>
          {listChoices(name).map((each) => (
            <option key={each} value={each}>
              {tell(name, each)}
            </option>
          ))}
        </select>
      ))}
      <button type="button" class="chip" aria-label={t('Filter')} onClick={() => setAsk('filter')}>
        + {t('Filter')}
      </button>
      <select
        class="chip"
        aria-label={t('Order')}
        value={filters.sort?.[0] ?? view.filters.sort?.[0] ?? 'priority'}
        onChange={(event) => change({ ...filters, sort: [event.currentTarget.value] })}
      >
        {SORTS.map((each) => (
          <option key={each} value={each}>
            {t(ORDERS[each])}
          </option>
        ))}
      </select>
      {has('POST /views') && (Object.keys(filters).length > 0 || view.saved?.mine) && (
        <button type="button" class="chip" onClick={() => setAsk('save')}>
          {t('Save view')}
        </button>
      )}
      {ask === 'filter' && (
        <FilterDialog
          names={open}
          onAdd={(name, value) => {
            setAsk('');
            add(name, value);
          }}
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'save' && <SaveView view={view} filters={filters} onClose={() => setAsk('')} />}
    </div>
  );
}

function FilterDialog(props: {
  names: FilterName[];
  onAdd: (name: FilterName, value: string) => void;
  onClose: () => void;
}) {
  const first = props.names.find((each) => !READY.includes(each)) ?? 'tag';
  const [name, setName] = useState<FilterName>(first);
  const [value, setValue] = useState('');
  const [sought, setSought] = useState(words.value);
  useEffect(() => {
    loadSegments();
  }, []);
  const choices: Choice[] = listChoices(name).map((each) => [each, tell(name, each)]);
  return (
    <Dialog title={t('Filter')} onClose={props.onClose}>
      <Form
        onSend={() => props.onAdd(name, (choices.length ? value || choices[0]?.[0] : value.trim()) ?? '')}
      >
        <ChoiceField
          label={t('Filter')}
          value={name}
          choices={props.names.map((each) => [each, t(LABELS[each])])}
          onChange={(next) => {
            setName(next as FilterName);
            setValue('');
          }}
        />
        {choices.length > 0 ? (
          <ChoiceField
            label={t('Value')}
            value={value || (choices[0]?.[0] ?? '')}
            choices={choices}
            onChange={setValue}
          />
        ) : (
          <TextField
            label={t('Value')}
            value={value}
            onChange={(text) => setValue(text.toLowerCase())}
            required
            maxLength={40}
            dir="ltr"
          />
        )}
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Add the filter')}
          </button>
        </div>
      </Form>
      <Form
        onSend={() => {
          words.value = sought;
          props.onClose();
          void reloadList();
        }}
      >
        <TextField
          label={t('Words')}
          type="search"
          value={sought}
          onChange={setSought}
          maxLength={100}
          dir="auto"
          help={t('Of the last message, a name or an account. They are kept nowhere.')}
        />
        <div class="dialog-foot">
          <button type="submit">{t('Look for them')}</button>
        </div>
      </Form>
    </Dialog>
  );
}
