import { api, type Schemas, Trouble, take, takeTagged } from '../../api/client.ts';
import type { Binding } from '../../app/keys.ts';
import { asTrouble } from '../../app/resource.ts';
import { go } from '../../app/router.ts';
import { me } from '../../app/session.ts';
import { show } from '../../app/toasts.ts';
import { t } from '../../i18n/index.ts';
import { asked, findRow, neighbour, patchRow, type Row } from '../inbox/store.ts';
import { addressOf } from '../inbox/views.ts';
import { showClash } from './clash.tsx';
import { findKept, type Head } from './kept.ts';

export type Change = Schemas['ConversationChange'];

const NUMBERS = { low: 1, normal: 2, high: 3, urgent: 4 } as const;

async function readHead(id: string): Promise<{ data: Head; etag: string }> {
  return await takeTagged(api.GET('/conversations/{id}', { params: { path: { id } } }));
}

// Changes one conversation: shown at once, kept if the API agrees, taken back if not. Returns what undoes it.
export async function changeConversation(id: string, change: Change): Promise<Change> {
  const kept = findKept(id);
  const known =
    kept?.head.value && kept.etag.value
      ? { data: kept.head.value, etag: kept.etag.value }
      : (readRow(id) ?? (await readHead(id)));
  const before = known.data;
  const undo = undoOf(before, change);
  paint(id, change);
  try {
    await send(id, change, known.etag);
  } catch (error) {
    if (!(error instanceof Trouble) || error.status !== 412) {
      adopt(id, before, known.etag);
      throw error;
    }
    const now = await readHead(id);
    adopt(id, now.data, now.etag);
    // A label that came in between, or another's change of something else, is no reason to ask.
    if (!isUntouched(change, before, now.data)) throw error;
    await send(id, change, now.etag);
  }
  return undo;
}

async function send(id: string, change: Change, etag: string): Promise<void> {
  const params = { path: { id }, header: { 'If-Match': etag } };
  const answer = await takeTagged(api.PATCH('/conversations/{id}', { params, body: change }));
  adopt(id, answer.data, answer.etag);
}

function isUntouched(change: Change, before: Head, now: Head): boolean {
  return (Object.keys(change) as (keyof Change & keyof Head)[]).every(
    (name) => JSON.stringify(before[name] ?? null) === JSON.stringify(now[name] ?? null),
  );
}

// A row of the list says which version it is, so nothing has to be read before it is changed.
function readRow(id: string): { data: Head; etag: string } | undefined {
  const row = findRow(id);
  return row?.version === undefined ? undefined : { data: row as Head, etag: `"${row.version}"` };
}

function paint(id: string, change: Change): void {
  const seen: Record<string, unknown> = { ...change };
  delete seen.handover;
  if (typeof change.priority === 'string') {
    seen.priority = NUMBERS[change.priority];
    seen.priority_name = change.priority;
  }
  patchRow(id, seen);
  const kept = findKept(id);
  if (kept?.head.value) kept.head.value = { ...kept.head.value, ...seen } as Head;
}

function adopt(id: string, head: Head, etag: string): void {
  patchRow(id, head);
  const kept = findKept(id);
  if (!kept) return;
  kept.head.value = head;
  kept.etag.value = etag;
}

function undoOf(before: Head, change: Change): Change {
  const undo: Change = {};
  if (change.status !== undefined) {
    undo.status = before.status;
    if (before.status === 'snoozed') undo.snoozed_until = before.snoozed_until;
  }
  if (change.assignee !== undefined) undo.assignee = before.assignee;
  if (change.priority !== undefined) undo.priority = before.priority_name;
  if (change.tags !== undefined) undo.tags = before.tags;
  return undo;
}

// Does it, says it, and offers to undo it for ten seconds.
export async function act(id: string, change: Change, done: string): Promise<boolean> {
  try {
    const undo = await changeConversation(id, change);
    show({ text: done, undo: () => void act(id, undo, t('Undone')) });
    return true;
  } catch (error) {
    const trouble = asTrouble(error);
    const again = () => void act(id, change, done);
    const now = findKept(id)?.head.value ?? findRow(id);
    if (trouble.status === 412 && now) showClash(change, now, again);
    else show({ text: trouble.message, isBad: true, undo: again, undoLabel: t('Try again') });
    return false;
  }
}

export function closeConversation(id: string, goesOn: boolean): void {
  const following = neighbour(id);
  if (goesOn) go(following ? `#/c/${following}` : addressOf(asked.value.view, asked.value.filters));
  void act(id, { status: 'closed' }, t('Closed'));
}

export function reopenConversation(id: string): void {
  void act(id, { status: 'open' }, t('Opened again'));
}

export function assignToMe(id: string): void {
  void act(id, { assignee: me.value?.id ?? null }, t('Assigned to you'));
}

export type Failed = Schemas['BulkFailed'];
type Done = Schemas['BulkDone'];

const AT_ONCE = 100;

// Changes many conversations alike and says what became of them. Returns those that stayed as they were, and why.
export async function changeMany(ids: string[], change: Change): Promise<Failed[]> {
  return tellOutcome(await sendMany([[ids, change]]));
}

// Adds tags to what each of them has.
export async function tagMany(rows: readonly Row[], tags: string[]): Promise<Failed[]> {
  const known = new Map(rows.map((each) => [each.id, each]));
  const lacking = rows.filter((each) => tags.some((tag) => !each.tags.includes(tag)));
  const groups = groupBy(
    lacking.map((each) => each.id),
    (id) => ({ tags: [...new Set([...(known.get(id)?.tags ?? []), ...tags])] }),
  );
  return tellOutcome(await sendMany(groups, new Map(rows.map((each) => [each.id, each.version]))));
}

// Changes all that fit filters, also those that are not on the screen; the API does it in parts.
export async function changeAll(filter: Schemas['Filters'], change: Change): Promise<Failed[]> {
  const all: Outcome = { done: [], failed: [] };
  let cursor: string | null | undefined;
  try {
    do {
      const body = { filter, change, ...(cursor ? { cursor } : {}) };
      const part = await take(api.POST('/bulk-actions', { body }));
      adoptDone(part.done, change);
      all.done.push(...part.done);
      all.failed.push(...part.failed);
      cursor = part.next_cursor;
    } while (cursor);
  } catch (error) {
    // What was done until then is told, and can be taken back.
    show({ text: asTrouble(error).message, isBad: true });
  }
  return tellOutcome(all);
}

interface Outcome {
  done: Done[];
  failed: Failed[];
}

function adoptDone(done: Done[], change: Change): void {
  for (const each of done) {
    paint(each.id, change);
    patchRow(each.id, { version: each.version });
  }
}

function tellOutcome({ done, failed }: Outcome): Failed[] {
  // Taken back only where nobody changed it since.
  const undo = async () => {
    const versions = new Map(done.map((each) => [each.id, each.version]));
    const before = new Map(done.map((each) => [each.id, each.before as Change]));
    const back = await sendMany(
      groupBy([...before.keys()], (id) => before.get(id) ?? {}),
      versions,
    );
    show(tellFailed(back.failed) ?? { text: t('Undone') });
  };
  if (done.length) show({ text: t('{count} changed', { count: done.length }), undo: () => void undo() });
  const bad = tellFailed(failed);
  if (bad) show(bad);
  return failed;
}

function tellFailed(failed: Failed[]) {
  const first = failed[0];
  if (!first) return undefined;
  return { text: `${t('{count} not changed', { count: failed.length })}: ${first.detail}`, isBad: true };
}

function groupBy(ids: string[], changeOf: (id: string) => Change): [string[], Change][] {
  const groups = new Map<string, [string[], Change]>();
  for (const id of ids) {
    const change = changeOf(id);
    const key = JSON.stringify(change);
    const group = groups.get(key) ?? [[], change];
    group[0].push(id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function sendMany(
  wanted: [string[], Change][],
  versions?: ReadonlyMap<string, number>,
): Promise<Outcome> {
  const done: Done[] = [];
  const failed: Failed[] = [];
  for (const [ids, change] of wanted) {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const items = some.map((id) => ({ id, version: versions?.get(id) ?? findRow(id)?.version }));
      try {
        const answer = await take(api.POST('/bulk-actions', { body: { items, change } }));
        adoptDone(answer.done, change);
        done.push(...answer.done);
        failed.push(...answer.failed);
      } catch (error) {
        const { code, message } = asTrouble(error);
        failed.push(...some.map((id) => ({ id, code, detail: message })));
      }
    }
  }
  return { done, failed };
}

// Reads again what something else than a change of ours did to some rows.
export async function refreshRows(ids: string[]): Promise<void> {
  const read = async (id: string) => {
    const { data, etag } = await readHead(id);
    adopt(id, data, etag);
  };
  await Promise.allSettled(ids.filter((id) => findRow(id)).map(read));
}

// The keys that act on the conversation under the cursor, or on the one that is open.
export function makeActions(which: () => string | undefined): Binding[] {
  const on = (run: (id: string) => void) => () => {
    const id = which();
    if (id) run(id);
  };
  return [
    { key: 'e', run: on((id) => closeConversation(id, Boolean(findRow(id)))) },
    { key: 'E', run: on((id) => closeConversation(id, false)) },
    { key: 'i', run: on(assignToMe) },
  ];
}
