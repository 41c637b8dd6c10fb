// A made-up language: every word of the page that goes through the catalogue is marked and longer, so that a word
// that does not, or a place that is too small, is seen.
const ACCENTS: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  y: 'ý',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

export function distort(text: string): string {
  const inside = text
    .split(/(\{\w+\})/)
    .map((part) =>
      part.startsWith('{') ? part : part.replace(/[a-zA-Z]/g, (letter) => ACCENTS[letter] ?? letter),
    )
    .join('');
  return `⟦${inside}${'·'.repeat(Math.ceil(text.length / 4))}⟧`;
}
