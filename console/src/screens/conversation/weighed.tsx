import type { Schemas } from '../../api/client.ts';
import { formatNumber, t } from '../../i18n/index.ts';
import { Words } from '../../parts/text.tsx';
import { splitByWords } from './weighing.ts';

// The words that made the label, underlined; which way and how much stands in the title.
export function WeighedText({ text, words }: { text: string; words: Schemas['Word'][] }) {
  return (
    <bdi dir="auto" class="words">
      {splitByWords(text, words).map((part, index) =>
        part.weight === undefined ? (
          <Words key={index} text={part.text} />
        ) : (
          <span
            key={index}
            class={part.weight < 0 ? 'weighs against' : 'weighs for'}
            data-testid="sentiment-word"
            title={t('weighs {weight}', { weight: formatNumber(part.weight, { signDisplay: 'always' }) })}
          >
            {part.text}
          </span>
        ),
      )}
    </bdi>
  );
}
