import { clock } from '../../app/clock.ts';
import { formatDuration, t, word } from '../../i18n/index.ts';
import { Icon } from '../../parts/icon.tsx';
import { Mood } from '../../parts/mood.tsx';
import { PlatformMark } from '../../parts/platform.tsx';
import { Name, nameOf, Words } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { presence } from './news.ts';
import { cursor, picked, type Row, togglePick } from './store.ts';

export function ConversationRow(props: {
  row: Row;
  index: number;
  isOpen: boolean;
  total: number;
  onOpen: (id: string) => void;
}) {
  const { row } = props;
  const last = row.last_interaction;
  const isPicked = picked.value.has(row.id);
  const isHere = cursor.value === row.id;
  const here = presence.value.get(row.id);
  const who = nameOf(row.customer);
  return (
    <div
      class={`row${row.unread ? ' unread' : ''}${props.isOpen ? ' open' : ''}${isHere ? ' here' : ''}`}
      role="listitem"
      data-testid="conversation-row"
      data-id={row.id}
      data-platform={row.platform}
      data-mode={row.mode}
      data-priority={row.priority_name}
      data-status={row.status}
      data-unread={String(row.unread)}
      aria-posinset={props.index + 1}
      aria-setsize={props.total}
    >
      <input
        type="checkbox"
        checked={isPicked}
        aria-label={t('Select {name}', { name: who })}
        onClick={(event) => togglePick(row.id, event.shiftKey)}
      />
      <a
        href={`#/c/${row.id}`}
        aria-current={props.isOpen ? 'true' : undefined}
        data-row={row.id}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          props.onOpen(row.id);
        }}
      >
        <span class="row-head">
          <PlatformMark platform={row.platform} />
          <strong class="row-name">
            <Name person={row.customer} />
          </strong>
          <span class="quiet small">
            <When at={row.last_at} />
          </span>
        </span>
        <span class="row-text">{last ? <Snippet last={last} of={row.customer?.id} /> : null}</span>
        <span class="row-foot small">
          <span class={`row-mode ${row.mode}`}>
            <Icon
              name={row.mode === 'public' ? 'public' : row.mode === 'broadcast' ? 'broadcast' : 'private'}
            />
            <span class="cut">{word(row.mode)}</span>
          </span>
          {row.priority >= 3 && <span class={`prio prio-${row.priority}`}>{word(row.priority_name)}</span>}
          {last?.sentiment && <Mood label={last.sentiment.label} />}
          {row.waiting && row.waiting_since && (
            <span class="quiet">
              {t('waits {time}', {
                time: formatDuration((clock.now.value - Date.parse(row.waiting_since)) / 1000, true),
              })}
            </span>
          )}
          <span class="row-ends">
            <Deadlines row={row} />
            {here && (
              <span class="quiet" data-testid="presence">
                {t(here.state === 'typing' ? '{name} is typing' : '{name} is here', { name: here.agent })}
              </span>
            )}
          </span>
          {row.assignee && (
            <span class="quiet row-who">
              <span class="cut">
                → <bdi>{row.assignee}</bdi>
              </span>
            </span>
          )}
        </span>
      </a>
    </div>
  );
}

const SOON_S = 3600;

// What ends soon, the sooner first: the promise of an answer, and the platform's window.
function Deadlines({ row }: { row: Row }) {
  const left = (at: string | null) =>
    at ? (Date.parse(at) - clock.now.value) / 1000 : Number.POSITIVE_INFINITY;
  const due = left(row.sla?.due_at ?? null);
  const closes = left(row.window?.closes_at ?? null);
  const tone = (seconds: number) => (seconds < SOON_S ? 'prio prio-4' : 'quiet');
  const promise = row.sla && Number.isFinite(due) && (
    <span key="sla" class={tone(due)} data-testid="sla" data-state={row.sla.state}>
      {due > 0 ? t('due in {time}', { time: formatDuration(due, true) }) : t('overdue')}
    </span>
  );
  const window = row.window && closes < 24 * SOON_S && (
    <span key="window" class={tone(closes)} data-testid="window" data-kind={row.window.kind}>
      {closes > 0 ? t('window {time}', { time: formatDuration(closes, true) }) : t('window over')}
    </span>
  );
  return <>{due <= closes ? [promise, window] : [window, promise]}</>;
}

// What was said last; whose words they are where they are not those of the person above.
function Snippet({ last, of }: { last: NonNullable<Row['last_interaction']>; of: string | undefined }) {
  if (last.deleted) return <em class="quiet">{t('deleted')}</em>;
  if (last.unreadable) return <em class="quiet">{t('cannot be read any more')}</em>;
  const isOther = last.direction !== 'out' && last.author?.id !== of;
  return (
    <>
      {last.direction === 'out' && `${t('You')}: `}
      {isOther && last.author && (
        <>
          <Name person={last.author} />
          {': '}
        </>
      )}
      {last.snippet ? <Words text={last.snippet} /> : <em class="quiet">{word(last.kind)}</em>}
    </>
  );
}
