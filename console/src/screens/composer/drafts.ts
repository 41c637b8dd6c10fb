import { type Signal, signal } from '@preact/signals';
import { api, has, take } from '../../api/client.ts';
import { forgetFiles } from './attached.ts';
import { keepByWay } from './by-way.ts';
import { forgetFillings } from './fillings.ts';
import type { Way } from './modes.ts';

// What is typed and not sent: at once in this tab's storage, soon on the server, where it is sealed and the agent's
// own. It leaves both when it is sent; the tab's also when somebody signs out.
interface Draft {
  text: Signal<string>;
  version: number | undefined;
  timer: number;
  isAsked: boolean;
  // Whether this tab kept it from before a reload, and it is not known yet whether the server has it.
  isFromBefore: boolean;
}

const PREFIX = 'rapport.draft.';
const SAVE_MS = 1500;
const drafts = keepByWay<Draft>(
  (name) => {
    const kept = sessionStorage.getItem(PREFIX + name) ?? '';
    return { text: signal(kept), version: undefined, timer: 0, isAsked: false, isFromBefore: kept !== '' };
  },
  (draft) => {
    clearTimeout(draft.timer);
    draft.isFromBefore = false;
  },
);

export function openDraft(conversation: string, way: Way): Signal<string> {
  const draft = drafts.open(conversation, way.key);
  if (!draft.isAsked && has('GET /conversations/{id}/draft')) {
    draft.isAsked = true;
    void read(conversation, way, draft);
  }
  return draft.text;
}

async function read(conversation: string, way: Way, draft: Draft): Promise<void> {
  try {
    const found = await take(
      api.GET('/conversations/{id}/draft', { params: { path: { id: conversation }, query: namePlace(way) } }),
    );
    draft.version = found.version || undefined;
    // What was typed here in the meantime is newer than what the server has.
    if (draft.text.value === '' && found.text) draft.text.value = found.text;
    // A page that was left before its text was saved saves it when it is back.
    else if (draft.isFromBefore && !found.version) saveSoon(conversation, way, draft);
    draft.isFromBefore = false;
  } catch {
    // There is none, or it cannot be read: then what is typed here is all there is.
  }
}

export function typeDraft(conversation: string, way: Way, text: string): void {
  const draft = drafts.open(conversation, way.key);
  draft.text.value = text;
  const name = `${PREFIX}${conversation}.${way.key}`;
  if (text) sessionStorage.setItem(name, text);
  else sessionStorage.removeItem(name);
  saveSoon(conversation, way, draft);
}

function saveSoon(conversation: string, way: Way, draft: Draft): void {
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
  drafts.forget(conversation);
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(`${PREFIX}${conversation}.`)) sessionStorage.removeItem(name);
  }
}
