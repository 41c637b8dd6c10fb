import { useEffect, useRef, useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { formatDuration, type Phrase, t, word } from '../../i18n/index.ts';
import { Shown } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';

type Account = Schemas['Account'];

interface Told {
  id: string;
  onTold: (health: Schemas['AccountHealth']) => void;
}

// How an account is doing; asked for when it comes into sight, for a brand may have many.
export function Health({ account, onTold }: { account: Account; onTold: Told['onTold'] }) {
  const box = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const watcher = new IntersectionObserver((found) => {
      if (found.some((each) => each.isIntersecting)) setSeen(true);
    });
    if (box.current) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={box} class="health small" data-testid="account-health" data-id={account.id}>
      {isSeen && <Seen id={account.id} onTold={onTold} />}
    </div>
  );
}

function Seen({ id, onTold }: Told) {
  const health = useResource(id, (signal) =>
    take(api.GET('/accounts/{id}/health', { params: { path: { id } }, signal })),
  );
  const found = health.data.value;
  useEffect(() => {
    if (found) onTold(found);
  }, [found]);
  return <Shown of={health}>{(found) => <Facts health={found} />}</Shown>;
}

// What is done with an account on a schedule.
const REGULAR = [
  ['polled', 'asked'],
  ['renewed', 'renewed'],
  ['checked', 'checked'],
  ['audited', 'compared with the platform'],
] as const satisfies readonly (readonly [keyof Schemas['AccountHealth'], Phrase])[];

function Facts({ health }: { health: Schemas['AccountHealth'] }) {
  const refused = count(health.refused);
  const parked = count(health.parked);
  const sending = health.sending;
  return (
    <ul class="plain-list">
      <li>
        {health.last_delivery_at ? (
          <>
            {t('last heard of')} <When at={health.last_delivery_at} />
          </>
        ) : (
          t('never heard of yet')
        )}
        {health.silent && health.usual_silence_s !== null && (
          <strong class="chip bad">
            {t('silent; usually {time} between two', { time: formatDuration(health.usual_silence_s) })}
          </strong>
        )}
      </li>
      {sending && (
        <li>
          {sending.state === 'token_dead' ? (
            <strong class="chip bad">
              {t('its token is dead')} {sending.reason && <bdi>({word(sending.reason)})</bdi>}
            </strong>
          ) : sending.days_left !== null ? (
            t('token good for {days} days', { days: sending.days_left })
          ) : (
            t('token good')
          )}
        </li>
      )}
      <li>
        {t('refused within a day')}: {refused ?? t('not known now')}
        {' · '}
        {t('parked')}: {parked ?? 0}
      </li>
      {REGULAR.map(([name, phrase]) => {
        const done = health[name];
        return (
          done &&
          (done.read_at || done.failures > 0) && (
            <li key={name}>
              {t(phrase)} <When at={done.read_at} />
              {done.failures > 0 && (
                <strong class="chip bad">
                  {done.failures === 1
                    ? t('failed once')
                    : t('failed {count} times', { count: done.failures })}
                  {': '}
                  {word(done.reason)}
                </strong>
              )}
            </li>
          )
        );
      })}
      {health.unknown_accounts.map((each) => (
        <li key={each.native_id}>
          {t('{count} parked name another id:', { count: each.parked })} <bdi dir="ltr">{each.native_id}</bdi>
        </li>
      ))}
    </ul>
  );
}

function count(reasons: unknown): number | null {
  if (reasons === null || typeof reasons !== 'object') return null;
  return Object.values(reasons as Record<string, number>).reduce((sum, each) => sum + each, 0);
}
