import { useEffect, useRef, useState } from 'preact/hooks';
import { has } from '../../api/client.ts';
import { replaceHash } from '../../app/router.ts';
import { type Phrase, t } from '../../i18n/index.ts';
import { loadAccounts } from '../accounts/names.ts';
import { loadColleagues } from '../conversation/colleagues.ts';
import { choose, drop, isOffered, listLeft, nameFilter, READY, tell } from './filter-choices.ts';
import { FilterDialog } from './filter-dialog.tsx';
import { SaveView } from './save-view.tsx';
import { hasList, viewOf } from './store.ts';
import { addressOf, FILTERS, type FilterName, type Filters, SORTS } from './views.ts';

const ORDERS: Record<(typeof SORTS)[number], Phrase> = {
  priority: 'by priority',
  newest: 'newest first',
  waiting: 'longest waiting first',
  sla: 'promised soonest first',
  window: 'window closing first',
};

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
  const add = (name: FilterName, value: string) => value && change(choose(filters, name, value));
  const bar = useRef<HTMLDivElement>(null);
  const takeAway = (name: FilterName, value: string) => {
    change(drop(filters, name, value));
    // The button goes with its filter: what can be chosen instead has the focus then.
    requestAnimationFrame(() => {
      const next = bar.current?.querySelector<HTMLElement>(`[data-offers=${name}], [data-offers=more]`);
      next?.focus();
    });
  };
  const open = FILTERS.filter((name) => !(name in view.filters) && isOffered(name, filters));
  const kept = Object.keys(view.saved ? view.filters : {}).filter((name) => name !== 'sort');
  return (
    <div class="filters" ref={bar}>
      {kept.map((name) => (
        <span key={name} class="chip">
          {nameFilter(name)}:{' '}
          {(view.filters[name as FilterName] ?? []).map((each) => tell(name, each)).join(', ')}
        </span>
      ))}
      {FILTERS.flatMap((name) =>
        (filters[name] ?? []).map((value, at) => (
          <FilterChip
            key={`${name} ${value}`}
            name={nameFilter(name)}
            value={tell(name, value)}
            isNamed={at === 0}
            onTakeAway={() => takeAway(name, value)}
          />
        )),
      )}
      {READY.filter((name) => open.includes(name)).map((name) => (
        <select
          key={name}
          class="chip"
          aria-label={nameFilter(name)}
          data-offers={name}
          value=""
          onPointerEnter={() => name === 'assignee' && loadColleagues()}
          onFocus={() => name === 'assignee' && loadColleagues()}
          onChange={(event) => {
            const { value } = event.currentTarget;
            // It offers what is left, and never shows what was chosen: that is a chip.
            event.currentTarget.value = '';
            add(name, value);
          }}
        >
          <option value="">+ {nameFilter(name)}</option>
          {listLeft(name, filters).map((each) => (
            <option key={each} value={each}>
              {tell(name, each)}
            </option>
          ))}
        </select>
      ))}
      <button
        type="button"
        class="chip"
        aria-label={t('Filter')}
        data-offers="more"
        onClick={() => setAsk('filter')}
      >
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
          filters={filters}
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

interface Chosen {
  name: string;
  value: string;
  // Of several values of one filter the first is called by its name.
  isNamed?: boolean;
  onTakeAway: () => void;
}

// A filter that is set: pressing it takes it away.
export function FilterChip({ name, value, isNamed = true, onTakeAway }: Chosen) {
  return (
    <button
      type="button"
      class="chip"
      data-testid="filter-chip"
      aria-label={t('Remove the filter {name}', { name: `${name}: ${value}` })}
      onClick={onTakeAway}
    >
      <span class="cut">
        {isNamed && `${name}: `}
        <bdi>{value}</bdi>
      </span>
      <span aria-hidden="true">×</span>
    </button>
  );
}
