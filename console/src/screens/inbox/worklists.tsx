import type { ComponentChildren } from 'preact';
import { api, type Schemas, take } from '../../api/client.ts';
import { type Pages, usePages } from '../../app/pages.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { Icon } from '../../parts/icon.tsx';
import { attempt, MoreButton } from '../../parts/page.tsx';
import { PlatformMark } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Words } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';

const LIMIT = 50;

// Notes that name whoever looks; each leads to its conversation.
export function Mentions() {
  const notes = usePages('mentions', (cursor) =>
    take(api.GET('/mentions', { params: { query: { limit: LIMIT, cursor } } })),
  );
  return (
    <Worklist pages={notes} empty={t('Nobody mentioned you.')}>
      {(note) => (
        <a href={`#/c/${note.conversation}`} class="work-link">
          <span class="row-head">
            <Icon name="note" />
            <strong class="row-name">
              <bdi>{note.agent}</bdi>
            </strong>
            <span class="quiet small">
              <When at={note.at} />
            </span>
          </span>
          <Text text={note.text} />
        </a>
      )}
    </Worklist>
  );
}

// Replies that wait until somebody else approves them, the oldest first.
export function Approvals() {
  const replies = usePages('approvals', (cursor) =>
    take(api.GET('/approvals', { params: { query: { limit: LIMIT, cursor } } })),
  );
  const decide = async (reply: Schemas['Reply'], isApproved: boolean) => {
    const asked = { params: { path: { id: reply.id } }, body: {} };
    await take(isApproved ? api.POST('/drafts/{id}/approve', asked) : api.POST('/drafts/{id}/reject', asked));
    await replies.reload();
  };
  return (
    <Worklist pages={replies} empty={t('Nothing waits for approval.')}>
      {(reply) => (
        <>
          <a href={`#/c/${reply.conversation}`} class="work-link">
            <span class="row-head">
              <PlatformMark platform={reply.platform} />
              <strong class="row-name">
                <bdi>{reply.agent}</bdi>
              </strong>
              <span class={`chip ${reply.mode}`}>{word(reply.mode)}</span>
              <span class="quiet small">
                <When at={reply.accepted_at} />
              </span>
            </span>
            <Text text={reply.text} />
          </a>
          {may('conversations:write') && (
            <div class="bar">
              <button type="button" onClick={() => void attempt(t('Approved'), () => decide(reply, true))}>
                {t('Approve')}
              </button>
              <button
                type="button"
                class="danger"
                onClick={() => void attempt(t('Rejected'), () => decide(reply, false))}
              >
                {t('Reject')}
              </button>
            </div>
          )}
        </>
      )}
    </Worklist>
  );
}

function Worklist<T extends { id: string }>(props: {
  pages: Pages<T>;
  empty: string;
  children: (one: T) => ComponentChildren;
}) {
  return (
    <div class="worklist">
      <Shown of={props.pages}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={props.empty} />
          ) : (
            <ul class="plain-list">
              {list.map((each) => (
                <li key={each.id} class="work" data-testid="work" data-id={each.id}>
                  {props.children(each)}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <MoreButton pages={props.pages} />
    </div>
  );
}

function Text({ text }: { text: string | null }) {
  return (
    <span class="row-text">
      {text === null ? <em class="quiet">{t('cannot be read any more')}</em> : <Words text={text} />}
    </span>
  );
}
