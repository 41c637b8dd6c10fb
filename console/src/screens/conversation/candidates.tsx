import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { TextField } from '../../parts/form.tsx';
import { Icon } from '../../parts/icon.tsx';
import { attempt } from '../../parts/page.tsx';
import { Words } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { type Kept, loadCandidates, loadReplies } from './kept.ts';

// Replies that were proposed and wait for a decision: one of them goes out, as it is or as it was mended here.
export function Candidates({ kept }: { kept: Kept }) {
  const open = kept.candidates.value.filter((each) => each.state === 'open');
  if (!open.length) return null;
  return (
    <section class="candidates" aria-label={t('Proposed replies')}>
      {open.map((each) => (
        <Candidate key={each.id} draft={each} kept={kept} />
      ))}
    </section>
  );
}

function Candidate({ draft, kept }: { draft: Schemas['Draft']; kept: Kept }) {
  const [text, setText] = useState(draft.text ?? '');
  const [note, setNote] = useState('');
  const isReadable = draft.text !== null;
  const body = {
    ...(note.trim() ? { note: note.trim() } : {}),
    ...(text !== draft.text ? { text } : {}),
  };
  const decided = () => Promise.allSettled([loadCandidates(kept), loadReplies(kept)]);
  const params = { path: { id: draft.id } };
  const approve = async () => {
    await take(api.POST('/drafts/{id}/approve', { params, body }));
    await decided();
  };
  const reject = async () => {
    await take(api.POST('/drafts/{id}/reject', { params, body: note.trim() ? { note: note.trim() } : {} }));
    await decided();
  };
  return (
    <article
      class={`card candidate ${draft.mode}`}
      data-testid="draft"
      data-id={draft.id}
      data-mode={draft.mode}
    >
      <header class="bar small">
        <Icon name={draft.mode === 'public' ? 'public' : 'private'} />
        <strong>
          <bdi>{draft.agent}</bdi>
        </strong>
        <span class="quiet">
          {t('proposes a reply')} · {word(draft.mode)} · <When at={draft.changed_at} />
        </span>
      </header>
      {isReadable && may('conversations:write') ? (
        <>
          <textarea
            dir="auto"
            rows={2}
            aria-label={t('Proposed reply')}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <div class="bar">
            <TextField
              label={t('Why, for the team')}
              value={note}
              onChange={setNote}
              maxLength={500}
              dir="auto"
            />
            <span class="grow" />
            <button type="button" class="danger" onClick={() => void attempt(t('Rejected'), reject)}>
              {t('Reject')}
            </button>
            <button
              type="button"
              class={`send ${draft.mode}`}
              disabled={!text.trim()}
              onClick={() => void attempt(t('Approved'), approve)}
            >
              {t('Approve')}
            </button>
          </div>
        </>
      ) : (
        <p>{isReadable ? <Words text={text} /> : <em class="quiet">{t('cannot be read any more')}</em>}</p>
      )}
    </article>
  );
}
