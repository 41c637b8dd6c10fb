// What may go along with a reply, and what a file may be called on its way.
export interface Taken {
  // Content types by their beginnings (`image/`; an empty one is any), and the most bytes of each.
  upload_types: Record<string, number>;
  files: number;
  // Most bytes of all together, 0 where only each counts; and kinds that go only with their own.
  files_total: number;
  files_alike: string[];
}

// Of everything that is uploaded here, whatever a platform would take.
export const MOST_BYTES = 25_000_000;
const UNKNOWN = 'application/octet-stream';
const LONGEST_NAME = 200;
const NO_NAME = /[/\\\u0000-\u001f\u007f]+/g;

// The closest beginning counts; nothing for a type that is not taken.
export function findMost(types: Record<string, number>, type: string): number | undefined {
  const fitting = Object.keys(types).filter((each) => type.startsWith(each));
  const closest = fitting.sort((one, other) => other.length - one.length)[0];
  const most = closest === undefined ? undefined : types[closest];
  return most === undefined ? undefined : Math.min(most, MOST_BYTES);
}

// What a browser does not know is a file of bytes; what it says otherwise is plain letters.
export function readType(type: string): string {
  const plain = type.toLowerCase().split(';')[0]?.trim() ?? '';
  return /^[a-z]+\/[a-z0-9.+-]{1,100}$/.test(plain) ? plain : UNKNOWN;
}

// A name without folders and control characters, short enough, with its ending.
export function cleanName(name: string): string {
  const plain = name.replace(NO_NAME, '_');
  const signs = Array.from(plain);
  if (signs.length <= LONGEST_NAME) return plain || '_';
  const ending = Array.from(/\.[^.]{1,10}$/.exec(plain)?.[0] ?? '');
  return [...signs.slice(0, LONGEST_NAME - ending.length), ...ending].join('');
}

export type Refusal = 'type' | 'size' | 'empty' | 'count' | 'total' | 'mixed';

// Why a file cannot go along with those before it, before anything of it is sent anywhere.
export function whyNotTaken(
  taken: Taken,
  type: string,
  bytes: number,
  before: { type: string; bytes: number }[] = [],
): Refusal | undefined {
  const most = taken.files > 0 ? findMost(taken.upload_types, type) : undefined;
  if (most === undefined) return 'type';
  if (bytes === 0) return 'empty';
  if (bytes > most) return 'size';
  if (before.length >= taken.files) return 'count';
  const total = before.reduce((sum, each) => sum + each.bytes, bytes);
  if (taken.files_total && total > taken.files_total) return 'total';
  const kinds = new Set([...before.map((each) => nameKind(each.type)), nameKind(type)]);
  const isMixed = kinds.size > 1 && taken.files_alike.some((each) => kinds.has(each));
  return isMixed ? 'mixed' : undefined;
}

function nameKind(type: string): string {
  const kind = type.split('/')[0] ?? '';
  return ['image', 'video', 'audio'].includes(kind) ? kind : 'file';
}

// What a file dialog offers first.
export function listAccepted(types: Record<string, number>): string {
  const all = Object.keys(types);
  if (all.includes('')) return '';
  return all.map((each) => (each.endsWith('/') ? `${each}*` : each)).join(',');
}
