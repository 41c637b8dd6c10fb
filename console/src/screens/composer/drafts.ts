import { type Signal, signal } from '@preact/signals';
import { api, has, take } from '../../api/client.ts';
import { atSignOut } from '../../app/session.ts';
import { forgetFiles } from './attached.ts';
import { forgetFillings } from './fillings.ts';
import type { Way } from './modes.ts';

// What is typed and not sent: at once in this tab's storage, soon on the server, where it is sealed and the agent's
// own. It leaves both when it is sent; the tab's also when somebody signs out.
interface Draft {
  text: Signal<string>;
  version: number | undefined;
  timer: number;
  isAsked: boolean;
}

const PREFIX = 'rapport.draft.';
const SAVE_MS = 1500;
const all = new Map<string, Draft>();

export function openDraft(conversation: string, way: Way): Signal<string> {
  const draft = find(conversation, way.key);
  if (!draft.isAsked && has('GET /conversations/{id}/draft')) {
    draft.isAsked = true;
    void read(conversation, way, draft);
  }
  return draft.text;
}

function find(conversation: string, key: string): Draft {
  const name = `${conversation}.${key}`;
  let draft = all.get(name);
  if (!draft) {
    const kept = sessionStorage.getItem(PREFIX + name) ?? '';
    draft = { text: signal(kept), version: undefined, timer: 0, isAsked: false };
    all.set(name, draft);
  }
  return draft;
}

async function read(conversation: string, way: Way, draft: Draft): Promise<void> {
  try {
    const found = await take(
      api.GET('/conversations/{id}/draft', { params: { path: { id: conversation }, query: namePlace(way) } }),
    );
    draft.version = found.version || undefined;
    // What was typed here in the meantime is newer than what the server has.
    if (draft.text.value === '' && found.text) draft.text.value = found.text;
  } catch {
    // There is none, or it cannot be read: then what is typed here is all there is.
  }
}

export function typeDraft(conversation: string, way: Way, text: string): void {
  const draft = find(conversation, way.key);
  draft.text.value = text;
  const name = `${PREFIX}${conversation}.${way.key}`;
  if (text) sessionStorage.setItem(name, text);
  else sessionStorage.removeItem(name);
  if (!has('PUT /conversations/{id}/draft')) return;
  clearTimeout(draft.timer);
  draft.timer = window.setTimeout(() => void save(conversation, way, draft), SAVE_MS);
}

function namePlace(way: Way) {
  return { mode: way.mode, ...(way.isSecond && way.option ? { way: way.option.way } : {}) };
}

async function save(conversation: string, way: Way, draft: Draft): Promise<void> {
  const place = namePlace(way);
  const path = { id: conversation };
  const text = draft.text.value;
  try {
    if (!text) {
      if (draft.version === undefined) return;
      await take(api.DELETE('/conversations/{id}/draft', { params: { path, query: place } }));
      draft.version = undefined;
      return;
    }
    const body = {
      text,
      ...place,
      ...(draft.version === undefined ? {} : { version: draft.version }),
    } as const;
    draft.version = (await take(api.PUT('/conversations/{id}/draft', { params: { path }, body }))).version;
  } catch {
    // It stays in this tab; the next key tries again. Another of the agent's own windows may be ahead.
    draft.version = undefined;
    draft.isAsked = false;
  }
}

// Nothing that was being typed to somebody who was erased is kept, nor written to the server a moment later.
export function forgetDrafts(conversation: string): void {
  forgetFiles(conversation);
  forgetFillings(conversation);
  for (const [name, draft] of all) {
    if (!name.startsWith(`${conversation}.`)) continue;
    clearTimeout(draft.timer);
    all.delete(name);
  }
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(`${PREFIX}${conversation}.`)) sessionStorage.removeItem(name);
  }
}

atSignOut(() => {
  for (const each of all.values()) clearTimeout(each.timer);
  all.clear();
});
