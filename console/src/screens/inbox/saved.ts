import { signal } from '@preact/signals';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { atSignOut } from '../../app/session.ts';

export type Saved = Schemas['Saved'];

// Views that somebody saved for themselves or for all, and how many stand in views that are no queue of the inbox.
export const savedViews = signal<readonly Saved[]>([]);
export const viewCounts = signal<Readonly<Record<string, Schemas['Count']>>>({});
const AT_ONCE = 10;
const AGAIN_MS = 60_000;
let countedAt = 0;

export async function loadSavedViews(): Promise<void> {
  if (!has('GET /views')) return;
  try {
    savedViews.value = (await take(api.GET('/views'))).data;
  } catch {
    // The views that everybody has are there; these come with the next look.
  }
}

// Each is a look through some hundreds of conversations: at most once a minute, and only while somebody looks.
export async function countViews(names: string[]): Promise<void> {
  if (!has('GET /conversations/counts') || Date.now() - countedAt < AGAIN_MS) return;
  countedAt = Date.now();
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const query = { view: names.slice(from, from + AT_ONCE) };
    try {
      const found = await take(api.GET('/conversations/counts', { params: { query } }));
      viewCounts.value = { ...viewCounts.value, ...found };
    } catch {
      return;
    }
  }
}

export async function saveView(wanted: Schemas['SavedViewWanted']): Promise<Saved> {
  const made = await take(api.POST('/views', { body: wanted }));
  await reload();
  return made;
}

export async function changeView(view: Saved, change: Schemas['SavedViewChange']): Promise<void> {
  const params = { path: { id: view.id }, header: { 'If-Match': `"${view.version}"` } };
  await take(api.PATCH('/views/{id}', { params, body: change }));
  await reload();
}

export async function dropView(view: Saved): Promise<void> {
  await take(api.DELETE('/views/{id}', { params: { path: { id: view.id } } }));
  await reload();
}

async function reload(): Promise<void> {
  countedAt = 0;
  await loadSavedViews();
}

atSignOut(() => {
  savedViews.value = [];
  viewCounts.value = {};
  countedAt = 0;
});
