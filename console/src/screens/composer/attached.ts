import { type Signal, signal } from '@preact/signals';
import { api, take } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import type { Kept } from '../conversation/kept.ts';
import { keepByWay } from './by-way.ts';
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

// As a draft does, files belong to a conversation and one way to write there; they go out in their order.
const places = keepByWay<Signal<Attached[]>>(
  () => signal([]),
  (place) => {
    for (const each of place.value) each.stop.abort();
    place.value = [];
  },
);

export function openFiles(conversation: string, way: Way): Signal<Attached[]> {
  return places.open(conversation, way.key);
}

export const forgetFiles = places.forget;

export async function attachFile(kept: Kept, way: Way, file: File): Promise<void> {
  const place = openFiles(kept.id, way);
  const begun: Attached = {
    file,
    name: cleanName(file.name),
    type: readType(file.type),
    done: 0,
    partBytes: 0,
    missing: [],
    isReady: false,
    stop: new AbortController(),
  };
  place.value = [...place.value, begun];
  await sendParts(kept, place, begun.stop);
}

// Goes on where it ended: parts that are there are not sent again.
export async function sendParts(kept: Kept, place: Signal<Attached[]>, stop: AbortController): Promise<void> {
  const find = () => place.value.find((each) => each.stop === stop);
  const begun = find();
  if (!begun) return;
  const note = (change: Partial<Attached>) => {
    place.value = place.value.map((each) => (each.stop === stop ? { ...each, ...change } : each));
  };
  note({ trouble: undefined });
  try {
    if (!begun.id) note(await announce(kept, begun));
    for (let now = find(); now?.missing.length; now = find()) {
      const [part = 0] = now.missing;
      const data = await readPart(now.file, part * now.partBytes, now.partBytes);
      const params = { path: { id: now.id ?? '' } };
      const body = { part, data };
      const found = await take(api.PUT('/uploads/{id}', { params, body, signal: stop.signal }));
      const left = Math.min(now.file.size, found.missing.length * now.partBytes);
      note({ missing: found.missing, done: now.file.size - left });
    }
    note({ isReady: true, done: begun.file.size });
  } catch (error) {
    if (!stop.signal.aborted) note({ trouble: asTrouble(error).message });
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

// Takes one out of what is written; what the server has of it ends there by itself.
export function dropFile(place: Signal<Attached[]>, file: Attached): void {
  if (!file.isReady) file.stop.abort();
  place.value = place.value.filter((each) => each.stop !== file.stop);
}

// Takes all of them along with what is sent.
export function takeFiles(conversation: string, way: Way): Attached[] {
  const place = openFiles(conversation, way);
  const found = place.value;
  place.value = [];
  return found;
}

export function giveFilesBack(conversation: string, way: Way, files: Attached[]): void {
  const place = openFiles(conversation, way);
  if (!place.value.length) place.value = files;
}
