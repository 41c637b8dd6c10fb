import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { formatTime, locale, t } from '../../i18n/index.ts';
import { Candidates } from './candidates.tsx';
import { MessageItem, NoteItem, PendingReply } from './items.tsx';
import { type Kept, loadOlder, type Message } from './kept.ts';
import { mergeThread } from './merging.ts';

// Everything that was said, oldest first; it opens at its end, and stays where somebody reads.
export function Thread({ kept, messages }: { kept: Kept; messages: Message[] }) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const items = mergeThread(messages, kept.notes.value, kept.replies.value);
  const last = items.at(-1)?.id;
  useLayoutEffect(() => {
    const element = box.current;
    if (element && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [last, items.length, kept.candidates.value.length]);
  useEffect(() => {
    isAtEnd.current = true;
  }, [kept]);
  const older = async () => {
    const element = box.current;
    const before = element ? element.scrollHeight - element.scrollTop : 0;
    isAtEnd.current = false;
    await loadOlder(kept);
    requestAnimationFrame(() => {
      if (element) element.scrollTop = element.scrollHeight - before;
    });
  };
  let day = '';
  return (
    <div
      class="thread"
      ref={box}
      tabIndex={0}
      role="log"
      aria-label={t('What was said')}
      lang={locale.value}
      onScroll={(event) => {
        const element = event.currentTarget;
        isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
      }}
    >
      {kept.older.value && (
        <button type="button" class="older" onClick={() => void older()}>
          {t('Show older')}
        </button>
      )}
      {items.map((item) => {
        const itsDay = item.at ? formatTime(item.at, { dateStyle: 'full' }) : '';
        const isNew = itsDay && itsDay !== day;
        if (isNew) day = itsDay;
        return (
          <div key={item.id} class="thread-item">
            {isNew && <p class="day small quiet">{itsDay}</p>}
            {item.kind === 'message' && <MessageItem message={item.message} kept={kept} />}
            {item.kind === 'note' && <NoteItem note={item.note} kept={kept} />}
            {item.kind === 'reply' && <PendingReply reply={item.reply} kept={kept} />}
          </div>
        );
      })}
      <Candidates kept={kept} />
    </div>
  );
}
