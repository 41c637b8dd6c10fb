// Splits a customer's text into what is shown as it is, links, and characters that would steer how it is shown.
export type Passage =
  | { kind: 'text'; text: string }
  | { kind: 'mark'; text: string }
  | { kind: 'link'; text: string; href: string; host: string };

const LINK = /\bhttps?:\/\/[^\s<>"'`]+/gi;
// C0 without tab and line feed, DEL and C1, and what changes the direction of what follows.
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const CLOSING = /[.,;:!?)\]}'"]+$/;

export function splitText(text: string): Passage[] {
  const parts: Passage[] = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const address = found[0].replace(CLOSING, '');
    const link = readLink(address);
    if (!link) continue;
    parts.push(...markText(text.slice(from, found.index)), link);
    from = found.index + address.length;
  }
  parts.push(...markText(text.slice(from)));
  return parts;
}

export function readLink(address: string): Passage | null {
  if (STEERING.test(address)) {
    STEERING.lastIndex = 0;
    return null;
  }
  try {
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    return { kind: 'link', text: address, href: url.href, host: url.host };
  } catch {
    return null;
  }
}

export function isWebLink(address: string | null | undefined): address is string {
  return Boolean(address && readLink(address));
}

// Returns the text with marks in it, for where only text can stand.
export function markSteering(text: string): string {
  return markText(text)
    .map((each) => each.text)
    .join('');
}

function markText(text: string): Passage[] {
  const parts: Passage[] = [];
  let from = 0;
  for (const found of text.matchAll(STEERING)) {
    if (found.index > from) parts.push({ kind: 'text', text: text.slice(from, found.index) });
    const code = found[0].codePointAt(0) ?? 0;
    parts.push({ kind: 'mark', text: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
