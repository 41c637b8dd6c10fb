import { api, has, type Schemas, take } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { may, me } from '../../app/session.ts';
import { show } from '../../app/toasts.ts';
import { formatPercent, t, word } from '../../i18n/index.ts';
import { Icon } from '../../parts/icon.tsx';
import { Mood } from '../../parts/mood.tsx';
import { attempt } from '../../parts/page.tsx';
import { isWebLink } from '../../parts/passages.ts';
import { Name, Words } from '../../parts/text.tsx';
import { Clock } from '../../parts/when.tsx';
import { CorrectLabel } from './correct.tsx';
import { Deeds } from './deeds.tsx';
import { type Kept, loadNotes, loadReplies, type Message } from './kept.ts';
import { MediaItem } from './media.tsx';
import { Translate, Translated } from './translation.tsx';
import { WeighedText } from './weighed.tsx';

const FAILED: ReadonlySet<string> = new Set(['failed', 'refused', 'expired', 'unknown']);
// What is done with something that stands, rather than said.
const DONE: ReadonlySet<string> = new Set(['delete', 'edit', 'hide', 'react', 'share', 'show']);

export function MessageItem({ message, kept }: { message: Message; kept: Kept }) {
  const state = message.deleted ? 'deleted' : message.unreadable ? 'unreadable' : 'shown';
  return (
    <div
      class={`message ${message.direction} ${message.mode}`}
      data-testid="message"
      data-id={message.id}
      data-direction={message.direction}
      data-mode={message.mode}
      data-kind={message.kind}
      data-state={state}
    >
      <header class="small">
        <Icon name={message.mode === 'public' ? 'public' : 'private'} />
        <strong>{message.direction === 'out' ? t('You') : <Name person={message.author} />}</strong>
        <span class="quiet">
          {message.kind !== 'message' && `${word(message.kind)} · `}
          <Clock at={message.occurred_at} />
        </span>
        {isWebLink(message.permalink) && (
          <a href={message.permalink} target="_blank" rel="noopener noreferrer" class="small">
            {new URL(message.permalink).host}
          </a>
        )}
      </header>
      {message.title && (
        <p class="strong">
          <Words text={message.title} />
        </p>
      )}
      {message.hidden && <p class="quiet small">{t('hidden from others on its platform')}</p>}
      <Body message={message} />
      <Translated message={message} kept={kept} />
      {message.rating !== null && <p>{t('{stars} of 5 stars', { stars: message.rating })}</p>}
      {message.media.map((_, number) => (
        <MediaItem key={number} message={message} number={number} />
      ))}
      <footer class="judged small">
        {message.sentiment && message.direction === 'in' && <Judged message={message} />}
        {message.delivery && <Delivered delivery={message.delivery} kept={kept} />}
        <Translate message={message} kept={kept} />
        <Deeds message={message} kept={kept} />
      </footer>
    </div>
  );
}

function Body({ message }: { message: Message }) {
  if (message.deleted) return <p class="quiet">{t('deleted by its author or on its platform')}</p>;
  if (message.unreadable) return <p class="quiet">{t('cannot be read any more')}</p>;
  if (!message.text) return null;
  return (
    <p data-testid="message-text">
      <WeighedText text={message.text} words={message.sentiment?.words ?? []} />
      {!message.text_complete && <span class="quiet"> {t('(shortened)')}</span>}
    </p>
  );
}

// How strong a mood is says something of good and bad ones only.
function hasLeaning(label: string): boolean {
  return label === 'negative' || label === 'positive';
}

function Judged({ message }: { message: Message }) {
  const judged = message.sentiment;
  if (!judged) return null;
  return (
    <>
      <Mood label={judged.label} />
      {hasLeaning(judged.label) && <span class="quiet">{formatPercent(Math.abs(judged.score))}</span>}
      {judged.intent.map((each) => (
        <span key={each} class="chip">
          {word(each)}
        </span>
      ))}
      {judged.correction && (
        <span class="quiet">{t('corrected by {name}', { name: judged.correction.by })}</span>
      )}
      <CorrectLabel message={message} />
    </>
  );
}

// How far something that was sent from here got, in its platform's own words.
function Delivered({ delivery, kept }: { delivery: Schemas['Delivery']; kept: Kept }) {
  const said = delivery.detail ?? delivery.code;
  return (
    <>
      <span
        class={FAILED.has(delivery.state) ? 'chip bad' : 'quiet'}
        data-testid="delivery"
        data-state={delivery.state}
      >
        {word(delivery.state)} <Clock at={delivery.at} />
        {said && (
          <>
            {' '}
            <Words text={said} />
          </>
        )}
      </span>
      <Retry id={delivery.reply} state={delivery.state} kept={kept} />
    </>
  );
}

function Retry({ id, state, kept }: { id: string; state: string; kept: Kept }) {
  if (!FAILED.has(state) || !may('conversations:write')) return null;
  const isUnknown = state === 'unknown';
  const params = { path: { id } };
  const retry = async () => {
    await take(api.POST('/replies/{id}/retry', { params, body: { may_double: isUnknown } }));
  };
  return (
    <button
      type="button"
      onClick={() => void attempt('', retry).then(() => loadReplies(kept).catch(() => {}))}
    >
      {isUnknown ? t('Send again, though it may appear twice') : t('Retry')}
    </button>
  );
}

export function NoteItem({ note, kept }: { note: Schemas['Note']; kept: Kept }) {
  const remove = async () => {
    try {
      await take(api.DELETE('/notes/{id}', { params: { path: { id: note.id } } }));
      await loadNotes(kept);
    } catch (error) {
      show({ text: asTrouble(error).message, isBad: true });
    }
  };
  return (
    <div class="message note" data-testid="note" data-id={note.id}>
      <header class="small">
        <Icon name="note" />
        <strong>
          <bdi>{note.agent}</bdi>
        </strong>
        <span class="quiet">
          {t('note, only for the team')} · <Clock at={note.at} />
        </span>
        {note.agent === me.value?.id && has('DELETE /notes/{id}') && (
          <button type="button" class="plain small" onClick={() => void remove()}>
            {t('Delete the note')}
          </button>
        )}
      </header>
      <p>
        {note.text === null ? (
          <em class="quiet">{t('cannot be read any more')}</em>
        ) : (
          <Words text={note.text} />
        )}
      </p>
    </div>
  );
}

export function PendingReply({ reply, kept }: { reply: Schemas['Reply']; kept: Kept }) {
  const run = async (asked: Promise<unknown>) => {
    try {
      await asked;
    } catch (error) {
      show({ text: asTrouble(error).message, isBad: true });
    }
    await loadReplies(kept).catch(() => {});
  };
  const params = { path: { id: reply.id } };
  const isOpen = ['pending', 'scheduled', 'awaiting_approval'].includes(reply.state);
  return (
    <div
      class={`message out ${reply.mode}`}
      data-testid="message"
      data-id={reply.id}
      data-direction="out"
      data-mode={reply.mode}
      data-kind="reply"
      data-state={reply.state}
    >
      <header class="small">
        <Icon name={reply.mode === 'public' ? 'public' : 'private'} />
        <strong>
          <bdi>{reply.agent}</bdi>
        </strong>
        <span class="quiet">
          <Clock at={reply.accepted_at} />
        </span>
        <span class={FAILED.has(reply.state) ? 'chip bad' : 'chip'}>{word(reply.state)}</span>
      </header>
      {DONE.has(reply.way) && <p class="strong">{word(reply.way)}</p>}
      {reply.text === null ? (
        !DONE.has(reply.way) && !reply.files.length && <p class="quiet">{t('cannot be read any more')}</p>
      ) : (
        <p>
          <Words text={reply.text} />
        </p>
      )}
      {reply.files.map((file) => (
        <p key={file.upload ?? file.url} class="small" data-testid="reply-file">
          {word(file.type)} {file.name && <Words text={file.name} />}
        </p>
      ))}
      {(reply.detail || reply.code) && (
        <p class="small">
          <Words text={reply.detail ?? reply.code ?? ''} />
        </p>
      )}
      <Retry id={reply.id} state={reply.state} kept={kept} />
      {reply.state === 'awaiting_approval' && reply.agent !== me.value?.id && (
        <>
          <button
            type="button"
            onClick={() => void run(take(api.POST('/drafts/{id}/approve', { params, body: {} })))}
          >
            {t('Approve')}
          </button>{' '}
          <button
            type="button"
            class="danger"
            onClick={() => void run(take(api.POST('/drafts/{id}/reject', { params, body: {} })))}
          >
            {t('Reject')}
          </button>{' '}
        </>
      )}
      {isOpen && (
        <button type="button" onClick={() => void run(take(api.DELETE('/replies/{id}', { params })))}>
          {t('Do not send')}
        </button>
      )}
    </div>
  );
}
