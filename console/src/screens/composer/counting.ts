// Counts a text as its platform does. The API counts the same way before it takes a reply; a test holds the two to
// each other over a table of texts.
export type Counting =
  | 'code_points'
  | 'utf16'
  | 'strict'
  | 'utf16_bytes'
  | 'bytes'
  | 'graphemes'
  | 'weighted'
  | 'emoji_bytes'
  | 'status';

const LINK_WEIGHT = 23;
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/gi;
const BARE_HOST =
  /(?<![\p{L}\p{N}_@./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|co|de|fr|uk|eu|info|app|dev|me|ai)(?![\p{L}\p{N}_-])(?:\/[^\s<>"']*[^\s<>"'.,;:!?)\]])?/giu;
const MASTODON_HOST = /(?<![\p{L}\p{N}_/])(@[\p{L}\p{N}_][\p{L}\p{N}_.-]*)@[\p{L}\p{N}_.-]+[\p{L}\p{N}_]/gu;
// What weighs 1 on X; all else weighs 2.
const LIGHT: [number, number][] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
];
const EMOJI = /[\u{1f000}-\u{1faff}]|\ufe0f|\u20e3|\p{Emoji_Presentation}/u;

// Newer rules keep two consonants of one syllable together; the API, like most platforms, counts both.
const CONJUNCT = /(?<=[\p{M}\u200d])(?=\p{Lo})/u;

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });
const encoder = new TextEncoder();

export function measureText(text: string, counting: Counting): number {
  switch (counting) {
    case 'code_points':
      return countPoints(text);
    case 'utf16':
    case 'strict':
      return text.length;
    case 'utf16_bytes':
      return 2 * text.length;
    case 'bytes':
      return encoder.encode(text).length;
    case 'graphemes':
      return splitSigns(text).length;
    case 'weighted':
      return weigh(text);
    case 'emoji_bytes':
      return splitSigns(text).reduce(
        (sum, sign) => sum + (EMOJI.test(sign) ? encoder.encode(sign).length : countPoints(sign)),
        0,
      );
    case 'status':
      return splitSigns(text.replace(LINK, 'x'.repeat(LINK_WEIGHT)).replace(MASTODON_HOST, '$1')).length;
  }
}

function splitSigns(text: string): string[] {
  return Array.from(signs.segment(text), (each) => each.segment).flatMap((sign) => sign.split(CONJUNCT));
}

function countPoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function weigh(text: string): number {
  let links = 0;
  const drop = () => {
    links += 1;
    return '';
  };
  const rest = text.normalize('NFC').replace(LINK, drop).replace(BARE_HOST, drop);
  return splitSigns(rest).reduce(
    (sum, sign) => sum + (EMOJI.test(sign) ? 2 : weighPoints(sign)),
    links * LINK_WEIGHT,
  );
}

function weighPoints(sign: string): number {
  let sum = 0;
  for (const each of sign) {
    const point = each.codePointAt(0) ?? 0;
    sum += LIGHT.some(([low, high]) => low <= point && point <= high) ? 1 : 2;
  }
  return sum;
}
