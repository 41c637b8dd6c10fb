import { api, newKey, type Schemas, take } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { dismiss, show } from '../../app/toasts.ts';
import { t } from '../../i18n/index.ts';
import { nameOf } from '../../parts/text.tsx';
import { type Kept, loadCandidates, loadNotes, loadOptions, loadReplies } from '../conversation/kept.ts';
import { patchRow } from '../inbox/store.ts';
import { type Attached, giveFilesBack, takeFiles } from './attached.ts';
import { openDraft, typeDraft } from './drafts.ts';
import type { Way } from './modes.ts';

export const HELD_S = 10;

// biome-ignore lint/suspicious/noThenProperty: the API's own word for what happens after sending
const AND_CLOSE = { then: 'closed' } as const;

export interface Sent {
  closes?: boolean;
  at?: string | undefined;
}

// Gives the server the text, which holds it for ten seconds: closing this tab changes nothing about it.
export async function sendReply(kept: Kept, way: Way, text: string, more: Sent = {}): Promise<boolean> {
  const files = takeFiles(kept.id, way);
  const body: Schemas['NewReply'] = {
    text,
    ...(files.length ? { uploads: files.flatMap((each) => each.id ?? []) } : {}),
    way: way.option?.way,
    interaction: kept.options.value?.interaction,
    ...(more.at ? { at: more.at } : { send_after_s: HELD_S }),
    ...(more.closes ? AND_CLOSE : {}),
  };
  typeDraft(kept.id, way, '');
  const isTaken = await post(kept, way, body, () => giveBack(kept.id, way, { text, files }));
  if (isTaken && more.closes) patchRow(kept.id, { status: 'closed' });
  return isTaken;
}

// Sends what the platform approved beforehand, where nothing else may be sent any more.
export async function sendTemplate(
  kept: Kept,
  way: Way,
  { name, language }: Schemas['Template'],
  variables: string[],
  restore: () => void,
): Promise<boolean> {
  const body: Schemas['NewReply'] = {
    template: { name, language, variables },
    way: way.option?.way,
    interaction: kept.options.value?.interaction,
    send_after_s: HELD_S,
  };
  return post(kept, way, body, restore);
}

// `restore` gives back what was written, should it not go or be held back.
async function post(kept: Kept, way: Way, body: Schemas['NewReply'], restore: () => void): Promise<boolean> {
  const params = { path: { id: kept.id }, header: { 'Idempotency-Key': newKey() } };
  try {
    const reply = await take(api.POST('/conversations/{id}/replies', { params, body }));
    kept.replies.value = [reply, ...kept.replies.value];
    offerUndo(kept, way, reply, restore);
    return true;
  } catch (error) {
    restore();
    show({ text: `${t('Not sent')}: ${asTrouble(error).message}`, isBad: true });
    void loadOptions(kept);
    return false;
  }
}

interface Written {
  text: string;
  files?: Attached[];
}

function offerUndo(kept: Kept, way: Way, reply: Schemas['Reply'], restore: () => void): void {
  const said =
    reply.state === 'awaiting_approval'
      ? t('Waits for approval')
      : way.mode === 'public'
        ? t('Goes out in public')
        : t('Goes out in private');
  // Several may wait at once, each with a button of its own.
  const name = nameOf(kept.head.value?.customer);
  const toast = show(
    {
      text: `${said}: ${name}`,
      undo: () => void undoSend(kept, reply.id, restore),
      undoLabel: t('Undo send'),
    },
    HELD_S * 1000,
  );
  setTimeout(
    () => {
      dismiss(toast);
      void loadReplies(kept).catch(() => {});
    },
    (HELD_S + 2) * 1000,
  );
}

async function undoSend(kept: Kept, id: string, restore: () => void): Promise<void> {
  try {
    const reply = await take(api.DELETE('/replies/{id}', { params: { path: { id } } }));
    kept.replies.value = kept.replies.value.map((each) => (each.id === id ? reply : each));
    restore();
  } catch (error) {
    show({ text: `${t('It could not be held back')}: ${asTrouble(error).message}`, isBad: true });
  }
}

// The text comes back before whatever was typed since, the files unless others took their place.
function giveBack(conversation: string, way: Way, { text, files }: Written): void {
  const now = openDraft(conversation, way).value;
  typeDraft(conversation, way, [text, now].filter(Boolean).join('\n\n'));
  giveFilesBack(conversation, way, files ?? []);
}

export async function addNote(kept: Kept, way: Way, text: string): Promise<boolean> {
  const mentions = [...text.matchAll(/(?<![\p{L}\p{N}])@([A-Za-z0-9][\w.-]*)/gu)].flatMap(
    (each) => each[1] ?? [],
  );
  typeDraft(kept.id, way, '');
  try {
    const body = mentions.length ? { text, mentions: [...new Set(mentions)] } : { text };
    const note = await take(
      api.POST('/conversations/{id}/notes', { params: { path: { id: kept.id } }, body }),
    );
    kept.notes.value = [...kept.notes.value, note];
    void loadNotes(kept).catch(() => {});
    return true;
  } catch (error) {
    giveBack(kept.id, way, { text });
    show({ text: `${t('Not added')}: ${asTrouble(error).message}`, isBad: true });
    return false;
  }
}

// Leaves the decision to somebody else: nothing is sent until they approve it.
export async function proposeReply(kept: Kept, way: Way, text: string): Promise<void> {
  if (way.mode === 'note') return;
  const interaction = kept.options.value?.interaction;
  const body = { text, mode: way.mode, ...(interaction ? { interaction } : {}) };
  typeDraft(kept.id, way, '');
  try {
    await take(api.POST('/conversations/{id}/drafts', { params: { path: { id: kept.id } }, body }));
    show({ text: t('Proposed: it waits for somebody to approve it') });
    await loadCandidates(kept);
  } catch (error) {
    giveBack(kept.id, way, { text });
    show({ text: asTrouble(error).message, isBad: true });
  }
}
