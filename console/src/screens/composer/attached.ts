import { type Signal, signal } from '@preact/signals';
import { api, take } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { atSignOut } from '../../app/session.ts';
import type { Kept } from '../conversation/kept.ts';
import { cleanName, readType } from './files.ts';
import type { Way } from './modes.ts';

// A file that goes along with what is being written: in this tab's memory, and in parts on the server, sealed.
export interface Attached {
  file: File;
  name: string;
  type: string;
  // How much of it the server has.
  done: number;
  id?: string;
  partBytes: number;
  missing: number[];
  isReady: boolean;
  trouble?: string | undefined;
  stop: AbortController;
}

const all = new Map<string, Signal<Attached | undefined>>();

// As a draft does, a file belongs to a conversation and one way to write there.
export function openFile(conversation: string, way: Way): Signal<Attached | undefined> {
  const name = `${conversation}.${way.key}`;
  let found = all.get(name);
  if (!found) {
    found = signal(undefined);
    all.set(name, found);
  }
  return found;
}

export async function attachFile(kept: Kept, way: Way, file: File): Promise<void> {
  dropFile(kept.id, way);
  const place = openFile(kept.id, way);
  place.value = {
    file,
    name: cleanName(file.name),
    type: readType(file.type),
    done: 0,
    partBytes: 0,
    missing: [],
    isReady: false,
    stop: new AbortController(),
  };
  await sendParts(kept, place);
}

// Goes on where it ended: parts that are there are not sent again.
export async function sendParts(kept: Kept, place: Signal<Attached | undefined>): Promise<void> {
  const begun = place.value;
  if (!begun) return;
  const { signal: stop } = begun.stop;
  const note = (change: Partial<Attached>) => {
    if (place.value?.stop === begun.stop) place.value = { ...place.value, ...change };
  };
  note({ trouble: undefined });
  try {
    if (!begun.id) note(await announce(kept, begun));
    for (let now = place.value; now?.stop === begun.stop && now.missing.length; now = place.value) {
      const [part = 0] = now.missing;
      const data = await readPart(now.file, part * now.partBytes, now.partBytes);
      const params = { path: { id: now.id ?? '' } };
      const found = await take(api.PUT('/uploads/{id}', { params, body: { part, data }, signal: stop }));
      const left = Math.min(now.file.size, found.missing.length * now.partBytes);
      note({ missing: found.missing, done: now.file.size - left });
    }
    note({ isReady: true, done: begun.file.size });
  } catch (error) {
    if (!stop.aborted) note({ trouble: asTrouble(error).message });
  }
}

async function announce(kept: Kept, begun: Attached): Promise<Partial<Attached>> {
  const interaction = kept.options.value?.interaction;
  const body = {
    conversation: kept.id,
    ...(interaction ? { interaction } : {}),
    type: begun.type,
    name: begun.name,
    bytes: begun.file.size,
  };
  const made = await take(api.POST('/uploads', { body, signal: begun.stop.signal }));
  return { id: made.id, partBytes: made.part_bytes, missing: made.missing };
}

function readPart(file: File, from: number, bytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file.slice(from, from + bytes));
  });
}

// Takes it out of what is written; what the server has of it ends there by itself.
export function dropFile(conversation: string, way: Way): Attached | undefined {
  const place = openFile(conversation, way);
  const found = place.value;
  if (found && !found.isReady) found.stop.abort();
  place.value = undefined;
  return found;
}

export function giveFileBack(conversation: string, way: Way, file: Attached | undefined): void {
  const place = openFile(conversation, way);
  if (file && !place.value) place.value = file;
}

export function forgetFiles(conversation?: string): void {
  for (const [name, place] of all) {
    if (conversation && !name.startsWith(`${conversation}.`)) continue;
    place.value?.stop.abort();
    place.value = undefined;
    all.delete(name);
  }
}

atSignOut(() => forgetFiles());
