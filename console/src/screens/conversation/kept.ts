import { type Signal, signal } from '@preact/signals';
import { api, has, type Schemas, type Trouble, take, takeTagged } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { atSignOut, may } from '../../app/session.ts';
import { listAbove } from './merging.ts';

export type Head = Schemas['Conversation'];
export type Message = Schemas['Interaction'];

// What is read of a conversation: kept while somebody goes back and forth, the last fifty of them.
export interface Kept {
  id: string;
  head: Signal<Head | undefined>;
  etag: Signal<string>;
  messages: Signal<Message[] | undefined>;
  older: Signal<string | null>;
  notes: Signal<Schemas['Note'][]>;
  replies: Signal<Schemas['Reply'][]>;
  candidates: Signal<Schemas['Draft'][]>;
  // By message; the server keeps none of them.
  translations: Signal<Readonly<Record<string, Schemas['Translation']>>>;
  options: Signal<Schemas['SendOptions'] | undefined>;
  optionsTrouble: Signal<Trouble | undefined>;
  trouble: Signal<Trouble | undefined>;
  // Until when it is known to have been read.
  readUntil: string;
}

const MOST = 50;
const all = new Map<string, Kept>();

export function findKept(id: string): Kept | undefined {
  return all.get(id);
}

export function keep(id: string): Kept {
  const found = all.get(id);
  if (found) {
    all.delete(id);
    all.set(id, found);
    return found;
  }
  const made: Kept = {
    id,
    head: signal(undefined),
    etag: signal(''),
    messages: signal(undefined),
    older: signal(null),
    notes: signal([]),
    replies: signal([]),
    candidates: signal([]),
    translations: signal({}),
    options: signal(undefined),
    optionsTrouble: signal(undefined),
    trouble: signal(undefined),
    readUntil: '',
  };
  all.set(id, made);
  for (const oldest of all.keys()) {
    if (all.size <= MOST) break;
    all.delete(oldest);
  }
  return made;
}

export function forgetKept(id: string): void {
  all.delete(id);
}

atSignOut(() => all.clear());

// Reads a conversation again; who opens it begins at its latest page, who reads further up stays there.
export async function loadKept(kept: Kept, isOpened = false): Promise<void> {
  const params = { path: { id: kept.id } };
  const head = takeTagged(api.GET('/conversations/{id}', { params })).then(({ data, etag }) => {
    kept.head.value = data;
    kept.etag.value = etag;
  });
  const messages = take(
    api.GET('/conversations/{id}/interactions', { params: { ...params, query: { limit: 50 } } }),
  ).then((page) => {
    const latest = page.data.toReversed();
    const above = isOpened ? [] : listAbove(kept.messages.value ?? [], latest);
    kept.messages.value = [...above, ...latest];
    if (!above.length) kept.older.value = page.next_cursor;
  });
  try {
    await Promise.all([head, messages]);
    kept.trouble.value = undefined;
  } catch (error) {
    kept.trouble.value = asTrouble(error);
    return;
  }
  await Promise.allSettled([loadOptions(kept), loadNotes(kept), loadReplies(kept), loadCandidates(kept)]);
}

export async function loadOlder(kept: Kept): Promise<void> {
  const cursor = kept.older.value;
  if (!cursor) return;
  const params = { path: { id: kept.id }, query: { limit: 50, cursor } };
  const page = await take(api.GET('/conversations/{id}/interactions', { params }));
  kept.messages.value = [...page.data.toReversed(), ...(kept.messages.value ?? [])];
  kept.older.value = page.next_cursor;
}

export async function loadOptions(kept: Kept): Promise<void> {
  if (!has('GET /conversations/{id}/send-options')) return;
  try {
    kept.options.value = await take(
      api.GET('/conversations/{id}/send-options', { params: { path: { id: kept.id } } }),
    );
    kept.optionsTrouble.value = undefined;
  } catch (error) {
    kept.optionsTrouble.value = asTrouble(error);
  }
}

export async function loadNotes(kept: Kept): Promise<void> {
  if (!has('GET /conversations/{id}/notes') || !may('conversations:read')) return;
  const params = { path: { id: kept.id }, query: { limit: 50 } };
  kept.notes.value = (await take(api.GET('/conversations/{id}/notes', { params }))).data;
}

export async function loadReplies(kept: Kept): Promise<void> {
  if (!has('GET /conversations/{id}/replies')) return;
  const params = { path: { id: kept.id }, query: { limit: 50 } };
  kept.replies.value = (await take(api.GET('/conversations/{id}/replies', { params }))).data;
}

// Replies that somebody, or an assistant, proposed: another decides which goes out.
export async function loadCandidates(kept: Kept): Promise<void> {
  if (!has('GET /conversations/{id}/drafts')) return;
  const params = { path: { id: kept.id }, query: { limit: 50 } };
  kept.candidates.value = (await take(api.GET('/conversations/{id}/drafts', { params }))).data;
}
