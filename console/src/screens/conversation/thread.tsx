import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { said } from '../../app/toasts.ts';
import { formatTime, locale, t } from '../../i18n/index.ts';
import { Empty } from '../../parts/states.tsx';
import { useWindow } from '../../parts/window.ts';
import { Candidates } from './candidates.tsx';
import { Correction } from './correct.tsx';
import { MessageItem, NoteItem, PendingReply } from './items.tsx';
import { type Kept, loadOlder, type Message } from './kept.ts';
import { type Item, mergeThread } from './merging.ts';

const ESTIMATE = 120;
const GAP = 8;
// So near to the end counts as being there.
const NEAR = 40;

// Everything that was said, oldest first; it opens at its end, and stays where somebody reads. Only what is in sight
// is in the page.
export function Thread({ kept, messages }: { kept: Kept; messages: Message[] }) {
  const box = useRef<HTMLDivElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lastTop = useRef(0);
  const [margin, setMargin] = useState(0);
  const notes = kept.notes.value;
  const replies = kept.replies.value;
  const items = useMemo(() => mergeThread(messages, notes, replies), [messages, notes, replies]);
  const hadOlder = useRef(false);
  hadOlder.current ||= Boolean(kept.older.value);
  const virtual = useWindow(box, {
    count: items.length,
    estimateSize: () => ESTIMATE,
    getItemKey: (index) => items[index]?.id ?? String(index),
    gap: GAP,
    scrollMargin: margin,
    anchorTo: 'end',
    scrollEndThreshold: NEAR,
  });
  useLayoutEffect(() => setMargin(inside.current?.offsetTop ?? 0), [hadOlder.current]);
  const total = virtual.getTotalSize();
  useLayoutEffect(() => {
    if (isAtEnd.current) virtual.scrollToEnd();
  }, [items, total, margin, kept.candidates.value.length]);
  useAnnounced(items);
  const walk = useWalk(box, items.length, (index) => {
    isAtEnd.current = false;
    if (!findRow(box.current, index)) virtual.scrollToIndex(index);
  });

  const older = async () => {
    isAtEnd.current = false;
    const held = findFirstInSight(box.current);
    await loadOlder(kept);
    requestAnimationFrame(() => {
      holdPlace(box.current, held);
      // The button goes with the last page; the focus stays in the thread.
      if (!kept.older.value) box.current?.focus({ preventScroll: true });
    });
  };
  return (
    <div
      class="thread"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={t('What was said')}
      lang={locale.value}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        const isNear = scrollHeight - scrollTop - clientHeight < NEAR;
        // What is measured makes the thread longer; only who scrolls up leaves its end.
        if (isNear || scrollTop < lastTop.current) isAtEnd.current = isNear;
        lastTop.current = scrollTop;
      }}
    >
      {hadOlder.current && (
        <div class="older">
          {kept.older.value && (
            <button type="button" onClick={() => void older()}>
              {t('Show older')}
            </button>
          )}
        </div>
      )}
      {items.length === 0 && <Empty title={t('Nothing was said here yet.')} />}
      <div
        ref={inside}
        class="thread-inside"
        role={items.length > 0 ? 'feed' : undefined}
        aria-label={items.length > 0 ? t('What was said') : undefined}
        style={{ height: `${total}px` }}
        onKeyDown={walk}
      >
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          const day = tellDay(item);
          return (
            <div
              key={row.key}
              ref={virtual.measureElement}
              class="thread-item"
              role="article"
              tabIndex={-1}
              aria-posinset={row.index + 1}
              aria-setsize={kept.older.value ? -1 : items.length}
              data-index={row.index}
              data-key={row.key}
              style={{ transform: `translateY(${row.start - margin}px)` }}
            >
              {day !== tellDay(items[row.index - 1]) && <p class="day small quiet">{day}</p>}
              {item.kind === 'message' && <MessageItem message={item.message} kept={kept} />}
              {item.kind === 'note' && <NoteItem note={item.note} kept={kept} />}
              {item.kind === 'reply' && <PendingReply reply={item.reply} kept={kept} />}
            </div>
          );
        })}
      </div>
      <Candidates kept={kept} />
      <Correction kept={kept} />
    </div>
  );
}

function tellDay(item: Item | undefined): string {
  return item?.at ? formatTime(item.at, { dateStyle: 'full' }) : '';
}

// What arrives while somebody looks is said once; what comes into sight by scrolling is not.
function useAnnounced(items: Item[]): void {
  const last = items.at(-1);
  const before = useRef(last?.id);
  useLayoutEffect(() => {
    if (before.current && last?.id !== before.current && isTheirs(last)) said.value = t('A new message');
    before.current = last?.id;
  }, [last?.id]);
}

function isTheirs(item: Item | undefined): boolean {
  return item?.kind === 'message' && item.message.direction === 'in';
}

// In a feed, Page Up and Page Down go from one article to the next. Who presses faster than the page draws goes on
// from the article that is still to come into it.
function useWalk(box: RefObject<HTMLElement | null>, count: number, leaveFor: (index: number) => void) {
  const wanted = useRef<number | undefined>(undefined);
  const arrive = () => {
    const row = wanted.current === undefined ? null : findRow(box.current, wanted.current);
    wanted.current = row ? undefined : wanted.current;
    row?.focus();
  };
  useLayoutEffect(() => {
    arrive();
  });
  return (event: KeyboardEvent) => {
    const by = { PageUp: -1, PageDown: 1 }[event.key];
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (!by || !row) return;
    const next = (wanted.current ?? Number(row.dataset.index)) + by;
    if (next < 0 || next >= count) return;
    event.preventDefault();
    wanted.current = next;
    leaveFor(next);
    arrive();
  };
}

function findRow(box: HTMLElement | null, index: number): HTMLElement | null | undefined {
  return box?.querySelector<HTMLElement>(`[data-index="${index}"]`);
}

interface Held {
  key: string;
  top: number;
}

// The message itself is held, not its row: the line with its day goes where older ones of that day come above it.
function findTop(box: HTMLElement, key: string): number | undefined {
  const row = box.querySelector(`[data-key="${CSS.escape(key)}"]`);
  return row?.querySelector('.message')?.getBoundingClientRect().top;
}

function findFirstInSight(box: HTMLElement | null): Held | undefined {
  const edge = box?.getBoundingClientRect().top ?? 0;
  for (const row of box?.querySelectorAll<HTMLElement>('[data-key]') ?? []) {
    if (row.getBoundingClientRect().bottom <= edge) continue;
    const key = row.dataset.key!;
    const top = findTop(box!, key);
    if (top !== undefined) return { key, top };
  }
  return undefined;
}

function holdPlace(box: HTMLElement | null, held: Held | undefined): void {
  const now = box && held ? findTop(box, held.key) : undefined;
  if (box && held && now !== undefined) box.scrollTop += now - held.top;
}
