import { word } from '../i18n/index.ts';

const SIGNS: Record<string, string> = { negative: '−', positive: '+', neutral: '·', unknown: '?' };

// What a message may be about.
export const INTENTS = [
  'question',
  'complaint',
  'praise',
  'purchase_interest',
  'cancellation',
  'thanks',
  'suggestion',
  'spam',
] as const;

// A label is told by a sign and a word, never by colour alone.
export function Mood({ label }: { label: string }) {
  return (
    <span class={`mood mood-${label}`}>
      <span aria-hidden="true">{SIGNS[label] ?? '?'}</span> <span class="cut">{word(label)}</span>
    </span>
  );
}
