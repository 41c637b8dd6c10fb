export interface Weighed {
  text: string;
  weight?: number;
}

interface Word {
  word: string;
  weight: number;
}

const LEAST = 0.3;

// Finds the words that made a label in the text they were found in: whole words, whatever their case.
export function splitByWords(text: string, words: Word[]): Weighed[] {
  const weights = new Map(
    words.filter((each) => Math.abs(each.weight) >= LEAST).map((each) => [fold(each.word), each.weight]),
  );
  if (!weights.size) return [{ text }];
  const pattern = [...weights.keys()].sort((one, other) => other.length - one.length).map(escapeWord);
  const expression = new RegExp(`(?<![\\p{L}\\p{N}])(${pattern.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  const parts: Weighed[] = [];
  let from = 0;
  for (const found of text.matchAll(expression)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index) });
    const weight = weights.get(fold(found[0]));
    parts.push(weight === undefined ? { text: found[0] } : { text: found[0], weight });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

function fold(word: string): string {
  return word.toLowerCase();
}

function escapeWord(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
