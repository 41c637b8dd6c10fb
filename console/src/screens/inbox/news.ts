import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { api, has, take, untyped } from '../../api/client.ts';
import { live } from '../../app/live-mark.tsx';
import { show } from '../../app/toasts.ts';
import { followUpdates, hasUpdates, isNewVersion, onUpdates, type Updates } from '../../app/updates.ts';
import { t } from '../../i18n/index.ts';
import { forgetDrafts } from '../composer/drafts.ts';
import { findKept, forgetKept, loadKept } from '../conversation/kept.ts';
import { cursor, findRow, forgetRow, lookForNews, patchRow, picked, reloadList } from './store.ts';

const LOOK_MS = 15_000;
// More than these at once are a new page, not so many single questions.
const MOST = 8;

export const presence = signal<ReadonlyMap<string, { agent: string; state: string }>>(new Map());
export const counts = signal<Record<string, number>>({});
let isToldOfVersion = false;
// What changed while nobody saw this tab: read when somebody does, so that many tabs do not ask for the same.
const behind = new Set<string>();
let isFarBehind = false;

function isUntouched(): boolean {
  const box = document.querySelector('[data-testid=conversation-list]');
  return (box?.scrollTop ?? 0) === 0 && !cursor.value && picked.value.size === 0;
}

export async function takeUpdates(updates: Updates): Promise<void> {
  counts.value = updates.counts;
  presence.value = new Map(updates.presence.map((each) => [each.conversation, each]));
  for (const id of updates.gone) forgetEverywhere(id);
  if (isNewVersion(updates) && !isToldOfVersion) {
    isToldOfVersion = true;
    show(
      {
        text: t('There is a new version.'),
        isNotice: true,
        undo: () => location.reload(),
        undoLabel: t('Reload for the new version'),
      },
      3_600_000,
    );
  }
  for (const each of updates.changes) if (isNews(each)) behind.add(each.conversation);
  isFarBehind ||= updates.reload;
  if (document.visibilityState !== 'hidden') await catchUp();
}

async function catchUp(): Promise<void> {
  const changed = [...behind];
  const isFar = isFarBehind;
  behind.clear();
  isFarBehind = false;
  if (isFar) await reloadList();
  else if (changed.length) {
    await Promise.allSettled([
      lookForNews(isUntouched()),
      ...changed.slice(0, MOST).map((each) => readAgain(each)),
    ]);
  }
}

// The answer looks back a few seconds: what is known already is not read again.
function isNews(change: Updates['changes'][number]): boolean {
  const row = findRow(change.conversation);
  return change.version === null || row?.version === undefined || row.version < change.version;
}

async function readAgain(id: string): Promise<void> {
  const kept = findKept(id);
  if (kept) await loadKept(kept);
  if (kept?.head.value) patchRow(id, kept.head.value);
  else if (findRow(id))
    patchRow(id, await take(api.GET('/conversations/{id}', { params: { path: { id } } })));
}

// A person who was erased leaves the screen, the memory and what was being typed to them.
function forgetEverywhere(id: string): void {
  forgetRow(id);
  forgetKept(id);
  forgetDrafts(id);
  behind.delete(id);
  if (location.hash.includes(id)) location.hash = '#/inbox';
}

// The list comes first: the first answer tells what changed in the seconds before it, too.
export function useNews(isListed: boolean): void {
  useEffect(() => {
    if (!isListed) return;
    if (hasUpdates()) {
      followUpdates();
      const leave = onUpdates((updates) => void takeUpdates(updates));
      const look = () => document.visibilityState === 'visible' && void catchUp();
      document.addEventListener('visibilitychange', look);
      return () => {
        leave();
        document.removeEventListener('visibilitychange', look);
      };
    }
    // Until the API tells of changes, the first page is read again while somebody looks.
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible' || !navigator.onLine) return;
      lookForNews(isUntouched()).then(
        () => {
          live.value = 'live';
        },
        () => {
          live.value = navigator.onLine ? 'slow' : 'offline';
        },
      );
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [isListed]);
}

// Tells the others that somebody is here, or types; it is forgotten after half a minute.
export async function tellPresence(id: string, state: 'viewing' | 'typing' | 'left'): Promise<void> {
  if (!has('PUT /conversations/{id}/presence')) return;
  await take(
    untyped().PUT('/conversations/{id}/presence', { params: { path: { id } }, body: { state } }),
  ).catch(() => {});
}
