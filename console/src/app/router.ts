import { computed, signal } from '@preact/signals';

// The address is in the hash: it works below any prefix, needs no rewriting server, and ids never reach a log.
export interface Place {
  parts: string[];
  query: URLSearchParams;
}

export function parseHash(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter(Boolean).map(decode);
  return { parts, query: new URLSearchParams(query) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function makeHash(parts: string[], query?: Record<string, string | undefined>): string {
  const given = Object.entries(query ?? {}).filter((each): each is [string, string] => Boolean(each[1]));
  const text = given.length ? `?${new URLSearchParams(given)}` : '';
  return `#/${parts.map(encodeURIComponent).join('/')}${text}`;
}

const start = typeof location === 'undefined' ? '' : location.hash;

export const place = signal<Place>(parseHash(start));
export const room = computed(() => place.value.parts[0] ?? '');

export function go(hash: string): void {
  if (location.hash === hash) place.value = parseHash(hash);
  else location.hash = hash;
}

// Changes the address without a step in the history: filters are a state, not a journey.
export function replaceHash(hash: string): void {
  history.replaceState(null, '', hash);
  place.value = parseHash(hash);
}

export function followAddress(): void {
  // A token that stood in the address is gone from it by now.
  place.value = parseHash(location.hash);
  addEventListener('hashchange', () => {
    place.value = parseHash(location.hash);
  });
}
