import { has } from '../../api/client.ts';
import { makeHash, type Place } from '../../app/router.ts';
import type { Phrase } from '../../i18n/index.ts';

// What the list may be asked for. A view is a name for some filters; filters stand in the address beside it.
export interface Filters {
  status?: 'open' | 'pending' | 'snoozed' | 'closed';
  assignee?: string;
  platform?: string;
  mode?: 'public' | 'private' | 'broadcast';
  priority?: string;
}

export interface View {
  name: string;
  title: Phrase;
  filters: Filters;
  needs?: string;
  // What the API calls its count, where that is another word.
  count?: string;
}

const ALL: View[] = [
  { name: 'mine', title: 'My open', filters: { assignee: 'me' }, count: 'my_open' },
  { name: 'unassigned', title: 'Unassigned', filters: { assignee: 'none' } },
  { name: 'all', title: 'All', filters: {} },
  { name: 'public', title: 'Public', filters: { mode: 'public' } },
  { name: 'private', title: 'Private', filters: { mode: 'private' } },
  { name: 'urgent', title: 'Urgent', filters: { priority: 'urgent' } },
  { name: 'pending', title: 'Pending', filters: { status: 'pending' } },
  { name: 'snoozed', title: 'Snoozed', filters: { status: 'snoozed' } },
  {
    name: 'closed',
    title: 'Closed',
    filters: { status: 'closed' },
    needs: 'GET /conversations?status=closed',
  },
];

export const USUAL = 'all';

export function listViews(): View[] {
  return ALL.filter((each) => !each.needs || has(each.needs));
}

export function findView(name: string | undefined): View {
  return listViews().find((each) => each.name === name) ?? ALL[2]!;
}

export const FILTERS = ['platform', 'mode', 'priority', 'assignee'] as const;
export type FilterName = (typeof FILTERS)[number];

export function readFilters(query: URLSearchParams): Filters {
  const found: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = query.get(name);
    if (value) found[name] = value;
  }
  return found as Filters;
}

export function addressOf(view: string, filters: Filters): string {
  return makeHash(['inbox', view], { ...filters } as Record<string, string | undefined>);
}

// The list that stands beside a conversation is the one it was opened from.
export function readList(
  place: Place,
  last: { view: string; filters: Filters },
): { view: string; filters: Filters } {
  if (place.parts[0] === 'c') return last;
  return { view: findView(place.parts[1]).name, filters: readFilters(place.query) };
}
