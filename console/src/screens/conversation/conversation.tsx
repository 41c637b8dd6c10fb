import { useEffect, useMemo } from 'preact/hooks';
import { useKeys } from '../../app/keys.ts';
import { useScreen } from '../../app/screen.ts';
import { t } from '../../i18n/index.ts';
import { ProblemBox, Skeleton } from '../../parts/states.tsx';
import { nameOf } from '../../parts/text.tsx';
import { Composer } from '../composer/composer.tsx';
import { makeActions } from './actions.ts';
import { Head } from './head.tsx';
import { type Kept, keep, loadKept } from './kept.ts';
import { PersonPanel } from './person.tsx';
import { Thread } from './thread.tsx';

const AGAIN_MS = 15_000;

export function Conversation({ id }: { id: string }) {
  const kept = useMemo(() => keep(id), [id]);
  useEffect(() => {
    void loadKept(kept);
    return rereadNow(kept);
  }, [kept]);
  useKeys(() => makeActions(() => id));
  const head = kept.head.value;
  const trouble = kept.trouble.value;
  const isReady = Boolean((head && kept.messages.value) || trouble);
  useScreen('conversation', head ? nameOf(head.customer) : t('Conversation'), isReady);
  return (
    <>
      <main id="main" tabIndex={-1} class="conversation">
        {!head && <h1 class="unseen">{t('Conversation')}</h1>}
        {trouble && <ProblemBox trouble={trouble} retry={() => loadKept(kept)} />}
        {head && <Head kept={kept} head={head} />}
        {!isReady && <Skeleton />}
        {head && kept.messages.value && <Thread kept={kept} messages={kept.messages.value} />}
        {head && <Composer key={id} kept={kept} head={head} />}
      </main>
      {head && <PersonPanel key={head.customer?.id} head={head} />}
    </>
  );
}

function rereadNow(kept: Kept): () => void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && navigator.onLine) void loadKept(kept);
  }, AGAIN_MS);
  return () => clearInterval(timer);
}
