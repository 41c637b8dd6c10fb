import { useEffect, useMemo, useState } from 'preact/hooks';
import { api, has, take } from '../../api/client.ts';
import { useKeys } from '../../app/keys.ts';
import { useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { hasUpdates } from '../../app/updates.ts';
import { t } from '../../i18n/index.ts';
import { ProblemBox, Skeleton } from '../../parts/states.tsx';
import { nameOf } from '../../parts/text.tsx';
import { Composer } from '../composer/composer.tsx';
import { tellPresence } from '../inbox/news.ts';
import { patchRow } from '../inbox/store.ts';
import { Timeline } from '../people/timeline.tsx';
import { makeActions } from './actions.ts';
import { correctLast } from './correct.tsx';
import { Head } from './head.tsx';
import { type Kept, keep, loadKept } from './kept.ts';
import { PersonPanel } from './person.tsx';
import { Thread } from './thread.tsx';
import { findLastForeign, translateLast } from './translation.tsx';

const AGAIN_MS = 15_000;
// What the changes miss, if ever anything, this finds.
const NET_MS = 300_000;
const HERE_MS = 20_000;

export function Conversation({ id }: { id: string }) {
  const kept = useMemo(() => keep(id), [id]);
  useEffect(() => {
    void loadKept(kept, true);
    return rereadNow(kept);
  }, [kept]);
  useEffect(() => {
    void tellPresence(id, 'viewing');
    const timer = setInterval(() => void tellPresence(id, 'viewing'), HERE_MS);
    return () => {
      clearInterval(timer);
      void tellPresence(id, 'left');
    };
  }, [id]);
  useKeys(() => [
    ...makeActions(() => id),
    { key: 'c', run: () => correctLast(kept) },
    ...(findLastForeign(kept) ? [{ key: 'l', run: () => translateLast(kept) }] : []),
  ]);
  const [isWhole, setWhole] = useState(false);
  const head = kept.head.value;
  const customer = head?.customer?.id;
  const hasWhole = customer && has('GET /contacts/{id}/timeline') && may('contacts:read');
  const trouble = kept.trouble.value;
  const lastAt = head?.last_at;
  useEffect(() => markReadWhenSeen(kept), [kept, lastAt, Boolean(kept.messages.value)]);
  const isReady = Boolean((head && kept.messages.value) || trouble);
  useScreen('conversation', head ? nameOf(head.customer) : t('Conversation'), isReady);
  return (
    <>
      <main id="main" tabIndex={-1} class="conversation">
        {!head && <h1 class="unseen">{t('Conversation')}</h1>}
        {trouble && <ProblemBox trouble={trouble} retry={() => loadKept(kept)} />}
        {head && <Head kept={kept} head={head} />}
        {!isReady && <Skeleton />}
        {hasWhole && (
          <p class="bar small whole">
            <button type="button" class="plain" aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
              {t('Everything said with this person')}
            </button>
          </p>
        )}
        {hasWhole && isWhole ? (
          <div class="thread" tabIndex={0} role="group" aria-label={t('Everything said with this person')}>
            <Timeline id={customer} here={id} />
          </div>
        ) : (
          head && kept.messages.value && <Thread kept={kept} messages={kept.messages.value} />
        )}
        {head && <Composer key={id} kept={kept} head={head} />}
      </main>
      {head && <PersonPanel key={head.customer?.id} head={head} />}
    </>
  );
}

function rereadNow(kept: Kept): () => void {
  const timer = setInterval(
    () => {
      if (document.visibilityState === 'visible' && navigator.onLine) void loadKept(kept);
    },
    hasUpdates() ? NET_MS : AGAIN_MS,
  );
  return () => clearInterval(timer);
}

// Who looks at it has read what stands there: at once, or when they come back to the page.
function markReadWhenSeen(kept: Kept): () => void {
  const mark = () => {
    if (document.visibilityState === 'visible' && kept.messages.value) void markRead(kept);
  };
  mark();
  document.addEventListener('visibilitychange', mark);
  return () => document.removeEventListener('visibilitychange', mark);
}

async function markRead(kept: Kept): Promise<void> {
  const until = kept.head.value?.last_at;
  if (
    !until ||
    kept.readUntil === until ||
    !has('PUT /conversations/{id}/read') ||
    !may('conversations:read')
  )
    return;
  kept.readUntil = until;
  try {
    await take(api.PUT('/conversations/{id}/read', { params: { path: { id: kept.id } }, body: { until } }));
    patchRow(kept.id, { unread: false });
  } catch {
    // It stays unread, and is marked when it is looked at again.
    kept.readUntil = '';
  }
}
