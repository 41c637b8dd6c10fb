import { has, type Schemas } from '../../api/client.ts';
import { makeHash, type Place } from '../../app/router.ts';
import { type Phrase, t } from '../../i18n/index.ts';

// What the list may be asked for. A view is a name for some filters; filters stand in the address beside it.
export const FILTERS = [
  'platform',
  'mode',
  'status',
  'priority',
  'assignee',
  'account',
  'stage',
  'segment',
  'sentiment',
  'language',
  'intent',
  'tag',
  'sla',
  'window',
  'unread',
  'waiting',
] as const;
export type FilterName = (typeof FILTERS)[number];
// Of several values of a filter any will do; of these the widest would hold the others.
const ONE: ReadonlySet<string> = new Set(['priority', 'window', 'unread', 'waiting', 'sort']);
export const SORTS = ['priority', 'newest', 'waiting', 'sla', 'window'] as const;

export type Filters = Partial<Record<FilterName | 'sort', string[]>>;

export interface View {
  name: string;
  title: string;
  filters: Filters;
  // Where it is somebody's, or everybody's, own.
  saved?: Schemas['Saved'];
  // What the API calls it, where it can count it.
  counted?: string;
  // Of what else than conversations it is a list.
  lists?: 'mentions' | 'approvals';
}

interface BuiltIn {
  name: string;
  title: Phrase;
  filters: Filters;
  counted?: string;
  needs?: string;
  lists?: 'mentions' | 'approvals';
}

const BUILT_IN: BuiltIn[] = [
  { name: 'mine', title: 'My open', filters: { assignee: ['me'] }, counted: 'my_open' },
  { name: 'unassigned', title: 'Unassigned', filters: { assignee: ['none'] }, counted: 'unassigned' },
  {
    name: 'mentions',
    title: 'Mentions',
    filters: {},
    counted: 'mentions',
    needs: 'GET /mentions',
    lists: 'mentions',
  },
  { name: 'all', title: 'All', filters: {}, counted: 'all' },
  {
    name: 'waiting',
    title: 'Waiting',
    filters: { waiting: ['true'], sort: ['waiting'] },
    counted: 'waiting',
  },
  {
    name: 'sla',
    title: 'SLA soon',
    filters: { sla: ['soon', 'missed'], sort: ['sla'] },
    counted: 'sla_soon',
  },
  {
    name: 'window',
    title: 'Window closing',
    filters: { window: ['4'], sort: ['window'] },
    counted: 'window_closing',
  },
  { name: 'public', title: 'Public', filters: { mode: ['public'] }, counted: 'public' },
  { name: 'private', title: 'Private', filters: { mode: ['private'] } },
  { name: 'urgent', title: 'Urgent', filters: { priority: ['urgent'] } },
  {
    name: 'approvals',
    title: 'Approvals',
    filters: {},
    counted: 'approvals',
    needs: 'GET /approvals',
    lists: 'approvals',
  },
  { name: 'snoozed', title: 'Snoozed', filters: { status: ['snoozed'] }, counted: 'snoozed' },
  { name: 'pending', title: 'Pending', filters: { status: ['pending'] }, counted: 'pending' },
  { name: 'closed', title: 'Closed', filters: { status: ['closed'] } },
];

export const USUAL = 'all';
const SAVED_ID = /^[a-z2-7]{32}$/;

export function listViews(saved: readonly Schemas['Saved'][]): View[] {
  const built = BUILT_IN.filter((each) => !each.needs || has(each.needs));
  return [...built.map((each) => ({ ...each, title: t(each.title) })), ...saved.map(makeView)];
}

function makeView(saved: Schemas['Saved']): View {
  return { name: saved.id, title: saved.title, filters: readKept(saved.filters), saved, counted: saved.id };
}

// A saved view whose title is not known yet is asked for by its name alone.
export function findView(name: string | undefined, saved: readonly Schemas['Saved'][]): View {
  const views = listViews(saved);
  const found = views.find((each) => each.name === name);
  if (found) return found;
  if (name && SAVED_ID.test(name)) return { name, title: '…', filters: {}, counted: name };
  return views.find((each) => each.name === USUAL)!;
}

// The filters of a saved view as the address has them.
export function readKept(kept: Record<string, unknown>): Filters {
  const found = Object.entries(kept).map(([name, value]) => [name, [value].flat().map(String)]);
  return Object.fromEntries(found) as Filters;
}

// The filters as the API takes them, of a query or of a view to be saved.
export function askFor(filters: Filters): Record<string, string | string[]> {
  const given = Object.entries(filters).filter(([, values]) => values.length > 0);
  return Object.fromEntries(
    given.map(([name, values]) => [name, ONE.has(name) ? (values[0] ?? '') : values]),
  );
}

export function writeKept(filters: Filters): Schemas['Filters'] {
  const asked: Record<string, unknown> = askFor(filters);
  for (const name of ['unread', 'waiting']) if (name in asked) asked[name] = asked[name] === 'true';
  if ('window' in asked) asked.window = Number(asked.window);
  return asked as Schemas['Filters'];
}

export function takesMany(name: FilterName): boolean {
  return !ONE.has(name);
}

export function readFilters(query: URLSearchParams): Filters {
  const found: Filters = {};
  for (const name of [...FILTERS, 'sort'] as const) {
    const values = (query.get(name) ?? '').split(',').filter(Boolean);
    if (values.length) found[name] = values;
  }
  return found;
}

export function addressOf(view: string, filters: Filters): string {
  const query = Object.entries(filters).map(([name, values]) => [name, values.join(',')]);
  return makeHash(['inbox', view], Object.fromEntries(query));
}

// The list that stands beside a conversation is the one it was opened from.
export function readList(
  place: Place,
  last: { view: string; filters: Filters },
): { view: string; filters: Filters } {
  if (place.parts[0] === 'c') return last;
  return { view: place.parts[1] || USUAL, filters: readFilters(place.query) };
}
