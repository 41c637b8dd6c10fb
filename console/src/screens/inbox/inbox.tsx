import { useEffect, useRef } from 'preact/hooks';
import { Fetched, fetchPart } from '../../app/fetched.tsx';
import { useKeys } from '../../app/keys.ts';
import { density, width } from '../../app/look.ts';
import { go, place, replaceHash } from '../../app/router.ts';
import { useScreen } from '../../app/screen.ts';
import { t } from '../../i18n/index.ts';
import { Empty, ProblemBox, Skeleton } from '../../parts/states.tsx';
import { VirtualList } from '../../parts/virtual-list.tsx';
import type { ModeName } from '../composer/modes.ts';
import { dropWish, wishFor } from '../composer/wish.ts';
import { makeActions } from '../conversation/actions.ts';
import { ClashDialog } from '../conversation/clash.tsx';
import { BulkBar } from './bulk.tsx';
import { FilterBar, FilterChip } from './filter-bar.tsx';
import { useNews } from './news.ts';
import { ConversationRow } from './row.tsx';
import {
  asked,
  cursor,
  hasList,
  loadMore,
  lookedAt,
  next,
  openList,
  picked,
  reloadList,
  rows,
  showWaiting,
  step,
  togglePick,
  trouble,
  viewOf,
  waiting,
  words,
} from './store.ts';
import { useViewsAfter, ViewLinks } from './view-links.tsx';
import { addressOf, readList } from './views.ts';
import { Approvals, Mentions } from './worklists.tsx';

const REST_MS = 120;
const SOON = { timeout: 500 };
const loadConversation = async () => (await import('../conversation/conversation.tsx')).Conversation;

// The list is what everybody sees first; what is opened beside it comes right behind it.
export function fetchConversation(): Promise<void> {
  return fetchPart('conversation', loadConversation);
}

export function InboxScreen() {
  const here = place.value;
  const openId = here.parts[0] === 'c' ? here.parts[1] : undefined;
  const wanted = readList(here, asked.value);
  const isNarrow = width.value < 700;
  const view = viewOf(wanted.view);
  const rest = useRef(0);
  useEffect(() => void openList(wanted.view, wanted.filters), [wanted.view, JSON.stringify(wanted.filters)]);
  useEffect(() => {
    if (openId) cursor.value = openId;
    dropWish(openId);
  }, [openId]);
  useNews(hasList.value || Boolean(trouble.value));
  useViewsAfter(hasList.value);
  useEffect(() => {
    if (hasList.value) requestIdleCallback(() => void fetchConversation().catch(() => undefined), SOON);
  }, [hasList.value]);

  const open = (id: string) => {
    clearTimeout(rest.current);
    cursor.value = id;
    go(`#/c/${id}`);
  };
  // What the cursor is on is meant, also where it rests too short a while to be open yet.
  const answer = (mode: ModeName) => {
    const id = cursor.value || openId;
    if (!id) return;
    wishFor(id, mode);
    if (id !== openId) open(id);
  };
  const move = (by: number) => {
    const id = step(by);
    if (!id) return;
    focusRow(id);
    clearTimeout(rest.current);
    // What the cursor only passes is not asked for.
    if (!isNarrow) rest.current = window.setTimeout(() => replaceHash(`#/c/${id}`), REST_MS);
  };
  useKeys(() => [
    { key: 'j', run: () => move(1) },
    { key: 'k', run: () => move(-1) },
    { key: 'Enter', does: t('Open'), run: () => cursor.value && open(cursor.value) },
    { key: 'o', run: () => cursor.value && open(cursor.value) },
    {
      key: 'u',
      run: () => go(addressOf(asked.value.view, asked.value.filters)),
    },
    {
      key: 'Escape',
      does: t('Back to the list'),
      run: () => go(addressOf(asked.value.view, asked.value.filters)),
    },
    { key: 'x', run: () => cursor.value && togglePick(cursor.value) },
    { key: 'X', run: () => cursor.value && togglePick(cursor.value, true) },
    { key: '.', run: showWaiting },
    { key: 'r', run: () => answer('public') },
    { key: 'R', run: () => answer('private') },
    { key: 'n', run: () => answer('note') },
    ...(openId ? [] : makeActions(() => cursor.value)),
  ]);

  const title = view.title;
  useScreen(openId ? undefined : 'inbox', title, hasList.value || Boolean(trouble.value));
  const list = rows.value;
  const height = density.value === 'compact' ? 84 : 98;
  const section = (
    <section class="list" aria-label={t('Conversations')}>
      <ViewLinks view={view} />
      <div class="list-body">
        <header class="list-head">
          {openId ? <h2>{title}</h2> : <h1>{title}</h1>}
          {!view.lists && <FilterBar view={wanted.view} filters={wanted.filters} />}
          {words.value && (
            <FilterChip
              name={t('Words')}
              value={words.value}
              onTakeAway={() => {
                words.value = '';
                void reloadList();
              }}
            />
          )}
        </header>
        {picked.value.size > 0 && <BulkBar />}
        {trouble.value && <ProblemBox trouble={trouble.value} retry={reloadList} />}
        {!hasList.value && !trouble.value && <Skeleton />}
        {view.lists === 'mentions' && <Mentions />}
        {view.lists === 'approvals' && <Approvals />}
        {hasList.value && !view.lists && list.length === 0 && (
          <Empty title={t('Nothing is in this view.')}>
            <p>{t('Conversations come here as soon as somebody writes, or when you choose another view.')}</p>
          </Empty>
        )}
        {list.length > 0 && (
          <VirtualList
            items={list}
            rowHeight={height}
            label={t('Conversations')}
            keyOf={(row) => row.id}
            onEnd={() => void loadMore()}
            scrollTo={cursor.value}
            testId="conversation-list"
            footer={
              <p class="list-foot quiet small">
                {t('{count} shown', { count: list.length })}
                {next.value ? ' …' : ''}
                {lookedAt.value > list.length &&
                  ` · ${t('{count} looked through', { count: lookedAt.value })}`}
              </p>
            }
          >
            {(row, index) => (
              <ConversationRow
                row={row}
                index={index}
                total={next.value ? -1 : list.length}
                isOpen={row.id === openId}
                onOpen={open}
              />
            )}
          </VirtualList>
        )}
        {/* Below the rows: above them it would move the one under the hand. */}
        {waiting.value.length > 0 && (
          <button
            type="button"
            class="news"
            data-testid="new-banner"
            aria-label={t('Show new')}
            onClick={showWaiting}
          >
            {t('{count} new – show', { count: waiting.value.length })}
          </button>
        )}
      </div>
    </section>
  );
  return (
    <div class={`desk${openId ? ' has-open' : ''}`}>
      <ClashDialog />
      {!isNarrow && section}
      {isNarrow && !openId && (
        <main id="main" tabIndex={-1} class="list-main">
          {section}
        </main>
      )}
      {openId ? (
        <Fetched key={openId} name="conversation" load={loadConversation} given={{ id: openId }} />
      ) : (
        !isNarrow && (
          <main id="main" tabIndex={-1} class="nothing-open">
            <Empty title={t('Choose a conversation.')}>
              <p>
                <kbd>j</kbd> <kbd>k</kbd> {t('move through the list')}, <kbd>Enter</kbd> {t('opens')},{' '}
                <kbd>?</kbd> {t('shows all keys')}.
              </p>
            </Empty>
          </main>
        )
      )}
    </div>
  );
}

function focusRow(id: string): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }),
  );
}
