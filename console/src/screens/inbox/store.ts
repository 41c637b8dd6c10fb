import { computed, signal } from '@preact/signals';
import { api, type Schemas, type Trouble, take } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { atSignOut } from '../../app/session.ts';
import { savedViews } from './saved.ts';
import { askFor, type Filters, findView, type View, writeKept } from './views.ts';

export type Row = Schemas['ConversationInList'];

const PAGE = 50;

// The list as it stands on the screen. What is known of a conversation is kept by its id; the order is kept apart,
// so that a change of a row never moves it.
const known = signal<ReadonlyMap<string, Row>>(new Map());
const order = signal<string[]>([]);
export const rows = computed(() => order.value.flatMap((id) => known.value.get(id) ?? []));
// Arrived or moved since: they wait until somebody asks for them, or the list is untouched at its top.
export const waiting = signal<string[]>([]);
export const next = signal<string | null>(null);
export const hasList = signal(false);
export const trouble = signal<Trouble | undefined>(undefined);
export const isLoading = signal(false);
export const cursor = signal<string | undefined>(undefined);
export const picked = signal<ReadonlySet<string>>(new Set());
export const asked = signal<{ view: string; filters: Filters }>({ view: 'all', filters: {} });

let running = new AbortController();

// Words to look for may be somebody's name: they stand in no address, so that no history keeps them.
export const words = signal('');
// How many the API looked through for the last page, where it looked through some at all.
export const lookedAt = signal(0);

export function viewOf(name: string): View {
  return findView(name, savedViews.value);
}

// The filters of the list as it stands, without its order: for a change of all that fit them.
export function filterOfList(): Schemas['Filters'] {
  const { sort: _, ...filters } = { ...viewOf(asked.value.view).filters, ...asked.value.filters };
  return writeKept(filters);
}

function queryOf(more?: string) {
  const view = viewOf(asked.value.view);
  return {
    ...(view.saved || view.title === '…' ? { view: view.name } : {}),
    ...askFor({ ...(view.saved ? {} : view.filters), ...asked.value.filters }),
    ...(words.value.trim().length > 1 ? { q: words.value.trim() } : {}),
    limit: PAGE,
    ...(more ? { cursor: more } : {}),
  };
}

async function readPage(stop: AbortSignal, more?: string): Promise<Schemas['Conversations']> {
  const query = queryOf(more) as never;
  const page = await take(api.GET('/conversations', { params: { query }, signal: stop }));
  lookedAt.value = page.looked_at;
  return page;
}

// More than these are not taken at once: whoever runs a macro on thousands wants a broadcast.
export const MOST_MATCHING = 1000;

// Reads all that the list stands for, also what is not on the screen, for what differs from row to row.
export async function listMatching(): Promise<Row[]> {
  const found = new Map<string, Row>();
  let more: string | undefined;
  do {
    const query = { ...queryOf(more), limit: 100 } as never;
    const page = await take(api.GET('/conversations', { params: { query } }));
    for (const each of page.data) found.set(each.id, each);
    more = page.next_cursor ?? undefined;
  } while (more && found.size < MOST_MATCHING);
  return [...found.values()].slice(0, MOST_MATCHING);
}

export async function openList(view: string, filters: Filters): Promise<void> {
  const isSame = asked.value.view === view && JSON.stringify(asked.value.filters) === JSON.stringify(filters);
  if (isSame && hasList.value) return;
  asked.value = { view, filters };
  order.value = [];
  waiting.value = [];
  picked.value = new Set();
  cursor.value = undefined;
  hasList.value = false;
  if (viewOf(view).lists) hasList.value = true;
  else await reloadList();
}

export async function reloadList(): Promise<void> {
  running.abort();
  const mine = new AbortController();
  running = mine;
  isLoading.value = true;
  try {
    const page = await readPage(mine.signal);
    if (mine.signal.aborted) return;
    learn(page.data);
    order.value = page.data.map((each) => each.id);
    next.value = page.next_cursor;
    waiting.value = [];
    hasList.value = true;
    trouble.value = undefined;
  } catch (error) {
    if (!mine.signal.aborted) trouble.value = asTrouble(error);
  } finally {
    if (running === mine) isLoading.value = false;
  }
}

export async function loadMore(): Promise<void> {
  const from = next.value;
  if (!from || isLoading.value) return;
  const mine = running;
  isLoading.value = true;
  try {
    const page = await readPage(mine.signal, from);
    if (mine.signal.aborted) return;
    learn(page.data);
    const has = new Set(order.value);
    order.value = [...order.value, ...page.data.map((each) => each.id).filter((id) => !has.has(id))];
    next.value = page.next_cursor;
    trouble.value = undefined;
  } catch (error) {
    if (!mine.signal.aborted) trouble.value = asTrouble(error);
  } finally {
    if (running === mine) isLoading.value = false;
  }
}

// Looks whether something arrived: rows that stand there are changed in place, others wait.
export async function lookForNews(isUntouched: boolean): Promise<void> {
  if (!hasList.value || isLoading.value || viewOf(asked.value.view).lists) return;
  const mine = running;
  const page = await readPage(mine.signal);
  if (mine.signal.aborted) return;
  const before = new Set(order.value);
  const fresh = page.data.map((each) => each.id).filter((id) => !before.has(id));
  learn(page.data);
  if (fresh.length && isUntouched) order.value = [...fresh, ...order.value];
  else waiting.value = fresh;
}

export function showWaiting(): void {
  void reloadList();
}

export function learn(found: Row[]): void {
  const merged = new Map(known.value);
  for (const each of found) merged.set(each.id, each);
  known.value = merged;
}

export function findRow(id: string): Row | undefined {
  return known.value.get(id);
}

export function patchRow(id: string, change: Partial<Row>): void {
  const before = known.value.get(id);
  if (before) learn([{ ...before, ...change }]);
}

export function forgetRow(id: string): void {
  order.value = order.value.filter((each) => each !== id);
  const left = new Map(known.value);
  left.delete(id);
  known.value = left;
}

export function step(by: number): string | undefined {
  const list = order.value;
  if (!list.length) return undefined;
  const at = cursor.value ? list.indexOf(cursor.value) : -1;
  cursor.value = list[Math.max(0, Math.min(list.length - 1, at < 0 ? 0 : at + by))];
  return cursor.value;
}

export function neighbour(id: string): string | undefined {
  const at = order.value.indexOf(id);
  return order.value[at + 1] ?? order.value[at - 1];
}

export function pickAll(): void {
  picked.value = new Set(order.value);
}

export function togglePick(id: string, upTo = false): void {
  const chosen = new Set(picked.value);
  const [from, to] = [order.value.findIndex((each) => chosen.has(each)), order.value.indexOf(id)];
  if (upTo && from >= 0) {
    for (const each of order.value.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.add(each);
  } else if (!chosen.delete(id)) {
    chosen.add(id);
  }
  picked.value = chosen;
}

atSignOut(() => {
  running.abort();
  known.value = new Map();
  order.value = [];
  waiting.value = [];
  picked.value = new Set();
  cursor.value = undefined;
  hasList.value = false;
  words.value = '';
});
