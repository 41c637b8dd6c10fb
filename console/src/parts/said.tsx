import type { Schemas } from '../api/client.ts';
import { t, word } from '../i18n/index.ts';
import { Mood } from './mood.tsx';
import { PlatformMark } from './platform.tsx';
import { Words } from './text.tsx';
import { When } from './when.tsx';

// Something that was said, outside of its thread: on which platform, when, and where it leads.
export function Said({ of: each, here }: { of: Schemas['Interaction']; here?: string | undefined }) {
  return (
    <article class={`message ${each.direction} ${each.mode}`} data-testid="said" data-id={each.id}>
      <header class="small">
        <PlatformMark platform={each.platform} />
        {each.direction === 'out' ? t('You') : word(each.kind)} · {word(each.mode)} ·{' '}
        <When at={each.occurred_at} full />
        {each.conversation_id === here && <span class="chip">{t('this conversation')}</span>}
        {each.conversation_id && each.conversation_id !== here && (
          <a href={`#/c/${each.conversation_id}`}>{t('Open')}</a>
        )}
        {each.sentiment && each.text && <Mood label={each.sentiment.label} />}
      </header>
      <p>{each.text ? <Words text={each.text} /> : <em class="quiet">{t('cannot be read any more')}</em>}</p>
    </article>
  );
}
