import { useState } from 'preact/hooks';
import { useKeys } from '../../app/keys.ts';
import { width } from '../../app/look.ts';
import { zoneOfMine } from '../../app/preferences.ts';
import { me } from '../../app/session.ts';
import { readLocal } from '../../app/zones.ts';
import { formatTime, t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PlatformMark } from '../../parts/platform.tsx';
import { Name } from '../../parts/text.tsx';
import { accounts } from '../accounts/names.ts';
import { presence } from '../inbox/news.ts';
import { asked } from '../inbox/store.ts';
import { addressOf } from '../inbox/views.ts';
import { act, assignToMe, closeConversation, reopenConversation } from './actions.ts';
import type { Head as HeadData, Kept } from './kept.ts';
import { listSnoozes } from './snooze.ts';

type Ask = '' | 'snooze' | 'assign' | 'tags';

export function Head({ kept, head }: { kept: Kept; head: HeadData }) {
  const [ask, setAsk] = useState<Ask>('');
  useKeys(() => [
    { key: 's', does: t('Snooze'), run: () => setAsk('snooze') },
    { key: 'a', does: t('Assign'), run: () => setAsk('assign') },
    { key: 't', does: t('Tags'), run: () => setAsk('tags') },
    { key: 'p', does: t('Priority'), run: () => document.getElementById('priority')?.focus() },
  ]);
  const here = presence.value.get(kept.id);
  const isClosed = head.status === 'closed';
  const isMine = head.assignee !== null && head.assignee === me.value?.id;
  return (
    <header class="conv-head">
      <div class="bar">
        {width.value < 700 && (
          <a
            class="button"
            href={addressOf(asked.value.view, asked.value.filters)}
            aria-label={t('Back to the list')}
          >
            <Icon name="back" />
          </a>
        )}
        <PlatformMark platform={head.platform} />
        <h1>
          <Name person={head.customer} />
        </h1>
        <span class={`chip ${head.mode}`}>
          <Icon name={head.mode === 'public' ? 'public' : 'private'} /> {word(head.mode)}
        </span>
        {head.status !== 'open' && <span class="chip">{word(head.status)}</span>}
        {head.snoozed_until && (
          <span class="quiet small">
            {t('until {time}', {
              time: formatTime(head.snoozed_until, { dateStyle: 'medium', timeStyle: 'short' }),
            })}
          </span>
        )}
        {here && (
          <span class="chip" data-testid="presence">
            {t(here.state === 'typing' ? '{name} is typing' : '{name} is here', { name: here.agent })}
          </span>
        )}
        <span class="quiet small">
          <bdi>{accounts.value.get(head.account_id)?.title}</bdi>
        </span>
      </div>
      <div class="bar">
        {isClosed ? (
          <button type="button" onClick={() => reopenConversation(kept.id)}>
            {t('Open again')}
          </button>
        ) : (
          <button type="button" class="primary" onClick={() => closeConversation(kept.id, true)}>
            {t('Close')}
          </button>
        )}
        {!isMine && (
          <button type="button" onClick={() => assignToMe(kept.id)}>
            {t('Assign to me')}
          </button>
        )}
        <button type="button" onClick={() => setAsk('assign')}>
          {t('Assignee')}: <bdi>{head.assignee ?? t('nobody')}</bdi>
        </button>
        <button type="button" onClick={() => setAsk('snooze')}>
          {t('Snooze')}
        </button>
        <select
          id="priority"
          aria-label={t('Priority')}
          value={head.priority_name}
          onChange={(event) =>
            void act(kept.id, { priority: event.currentTarget.value as 'low' }, t('Priority changed'))
          }
        >
          {(['low', 'normal', 'high', 'urgent'] as const).map((each) => (
            <option key={each} value={each}>
              {t(each)}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => setAsk('tags')}>
          {t('Tags')}
          {head.tags.length ? ` (${head.tags.length})` : ''}
        </button>
      </div>
      {(head.reasons.length > 0 || head.tags.length > 0) && (
        <p class="chips small">
          {head.tags.map((tag) => (
            <span key={tag} class="chip">
              # <bdi>{tag}</bdi>
            </span>
          ))}
          {head.reasons.length > 0 && (
            <span class="quiet">
              {t('why this priority')}: {head.reasons.map(word).join(', ')}
            </span>
          )}
        </p>
      )}
      {ask === 'snooze' && <SnoozeDialog id={kept.id} onClose={() => setAsk('')} />}
      {ask === 'assign' && <AssignDialog kept={kept} head={head} onClose={() => setAsk('')} />}
      {ask === 'tags' && <TagsDialog kept={kept} head={head} onClose={() => setAsk('')} />}
    </header>
  );
}

function SnoozeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [own, setOwn] = useState('');
  const run = (until: Date) => {
    onClose();
    void act(id, { status: 'snoozed', snoozed_until: until.toISOString() }, t('Snoozed'));
  };
  return (
    <Dialog title={t('Snooze until')} onClose={onClose}>
      <div class="stack">
        {listSnoozes(new Date(), zoneOfMine()).map(([title, until]) => (
          <button key={title} type="button" onClick={() => run(until)}>
            {t(title)} · {formatTime(until, { weekday: 'short', hour: 'numeric', minute: '2-digit' })}
          </button>
        ))}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const until = readLocal(own, zoneOfMine());
          if (until.getTime() > Date.now()) run(until);
        }}
      >
        <label>
          {t('Snooze until')}
          <input
            type="datetime-local"
            required
            value={own}
            onInput={(event) => setOwn(event.currentTarget.value)}
          />
        </label>
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Snooze')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function AssignDialog({ kept, head, onClose }: { kept: Kept; head: HeadData; onClose: () => void }) {
  const [who, setWho] = useState(head.assignee ?? '');
  return (
    <Dialog title={t('Assign')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          const assignee = who.trim() || null;
          void act(
            kept.id,
            { assignee },
            assignee ? t('Assigned to {name}', { name: assignee }) : t('Assigned to nobody'),
          );
        }}
      >
        <label>
          {t('Assignee')}
          <input
            type="text"
            value={who}
            maxLength={80}
            dir="ltr"
            onInput={(event) => setWho(event.currentTarget.value)}
          />
        </label>
        <p class="quiet small">{t('The id of an agent; nothing means nobody.')}</p>
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Assign')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function TagsDialog({ kept, head, onClose }: { kept: Kept; head: HeadData; onClose: () => void }) {
  const [text, setText] = useState(head.tags.join(' '));
  return (
    <Dialog title={t('Tags')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          const tags = [
            ...new Set(
              text
                .toLowerCase()
                .split(/[\s,#]+/)
                .filter(Boolean),
            ),
          ];
          void act(kept.id, { tags }, t('Tags changed'));
        }}
      >
        <label>
          {t('Tags')}
          <input type="text" value={text} dir="ltr" onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <p class="quiet small">{t('Separated by spaces: small letters, digits, - and _.')}</p>
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
