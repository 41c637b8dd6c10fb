import { t } from '../i18n/index.ts';
import { splitText } from './passages.ts';

// What a customer wrote, as text and nothing else: its own direction, marks instead of characters that steer, and
// only links that lead to the web, with the host they really lead to. Within a link of ours there are none: `isPlain`.
export function Words({ text, id, isPlain = false }: { text: string; id?: string; isPlain?: boolean }) {
  return (
    <bdi dir="auto" data-testid={id} class="words">
      {splitText(text).map((part, index) =>
        part.kind === 'link' && !isPlain ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer" title={part.host}>
            {part.text}
            {part.text.includes(part.host) ? '' : ` (${part.host})`}
          </a>
        ) : part.kind === 'mark' ? (
          <span key={index} class="mark" title={t('An invisible character')}>
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
    </bdi>
  );
}

export type Named = { name: string | null; handle: string | null; short_id: string | null };

// What somebody is called, or how their platform's id begins: nobody stays unknown of whom anything is known.
function called(person: Named | null | undefined): string {
  return person?.name || person?.handle || person?.short_id || '';
}

export function Name({ person }: { person: Named | null | undefined }) {
  const shown = called(person);
  return shown ? <Words text={shown} isPlain /> : <span class="quiet">{t('Somebody')}</span>;
}

// For a title, where nothing but text can stand.
export function nameOf(person: Named | null | undefined): string {
  return called(person) || t('Somebody');
}
