import { splitText } from '../../parts/passages.ts';

// What stands before, in and after the place that was found. The API counts in code points; what steers a text is
// shown as marks, and links are text here, because the whole passage is one.
export function splitPassage(text: string, start: number, length: number): [string, string, string] {
  const letters = [...text];
  const part = (from: number, to: number) =>
    splitText(letters.slice(from, to).join(''))
      .map((each) => each.text)
      .join('');
  return [part(0, start), part(start, start + length), part(start + length, letters.length)];
}
