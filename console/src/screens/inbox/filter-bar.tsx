import { useEffect } from 'preact/hooks';
import { replaceHash } from '../../app/router.ts';
import { type Phrase, t, word } from '../../i18n/index.ts';
import { namePlatform } from '../../parts/platform.tsx';
import { accounts, loadAccounts } from '../accounts/names.ts';
import { hasList } from './store.ts';
import { addressOf, FILTERS, type FilterName, type Filters, findView } from './views.ts';

const LABELS: Record<FilterName, Phrase> = {
  platform: 'Platform',
  mode: 'Mode',
  priority: 'At least',
  assignee: 'Assignee',
};
const VALUES: Record<Exclude<FilterName, 'platform'>, string[]> = {
  mode: ['public', 'private', 'broadcast'],
  priority: ['low', 'normal', 'high', 'urgent'],
  assignee: ['me', 'none'],
};

// Filters as chips: what is chosen can be taken away, what is not is chosen from a list. All stand in the address.
export function FilterBar({ view, filters }: { view: string; filters: Filters }) {
  // After the list: nobody waits for what the filters offer.
  const isListed = hasList.value;
  useEffect(() => {
    if (isListed) void loadAccounts();
  }, [isListed]);
  const fixed = findView(view).filters;
  const set = (name: FilterName, value: string | undefined) =>
    replaceHash(addressOf(view, { ...filters, [name]: value || undefined }));
  const platforms = [...new Set([...accounts.value.values()].map((each) => each.platform))].sort();
  const options = (name: FilterName) => (name === 'platform' ? platforms : VALUES[name]);
  const show = (name: FilterName, value: string) => (name === 'platform' ? namePlatform(value) : word(value));
  return (
    <div class="filters">
      {FILTERS.filter((name) => !(name in fixed)).map((name) => {
        const value = filters[name];
        return value ? (
          <button
            key={name}
            type="button"
            class="chip"
            data-testid="filter-chip"
            aria-label={t('Remove the filter {name}', { name: t(LABELS[name]) })}
            onClick={() => set(name, undefined)}
          >
            {t(LABELS[name])}: {show(name, value)} ×
          </button>
        ) : (
          <select
            key={name}
            class="chip"
            aria-label={t(LABELS[name])}
            value=""
            onChange={(event) => set(name, event.currentTarget.value)}
          >
            <option value="">+ {t(LABELS[name])}</option>
            {options(name).map((each) => (
              <option key={each} value={each}>
                {show(name, each)}
              </option>
            ))}
          </select>
        );
      })}
    </div>
  );
}
