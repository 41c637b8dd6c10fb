import { useState } from 'preact/hooks';
import { has } from '../../api/client.ts';
import { useKeys } from '../../app/keys.ts';
import { width } from '../../app/look.ts';
import { may, me } from '../../app/session.ts';
import { formatTime, t, word } from '../../i18n/index.ts';
import { Icon } from '../../parts/icon.tsx';
import { PlatformMark } from '../../parts/platform.tsx';
import { Name } from '../../parts/text.tsx';
import { accounts } from '../accounts/names.ts';
import { presence } from '../inbox/news.ts';
import { asked } from '../inbox/store.ts';
import { addressOf } from '../inbox/views.ts';
import { act, assignToMe, type Change, closeConversation, reopenConversation } from './actions.ts';
import { AssignDialog, MacroDialog, SnoozeDialog, TagsDialog } from './dialogs.tsx';
import { type Head as HeadData, type Kept, loadKept } from './kept.ts';
import { runMacro } from './macros.ts';
import { PostHead } from './post-head.tsx';

type Ask = '' | 'snooze' | 'assign' | 'tags' | 'macro';

export function Head({ kept, head }: { kept: Kept; head: HeadData }) {
  const [ask, setAsk] = useState<Ask>('');
  const takesMacros = has('GET /macros') && may('conversations:write');
  const change = (wanted: Change, done: string) => {
    setAsk('');
    void act(kept.id, wanted, done);
  };
  useKeys(() => [
    { key: 's', run: () => setAsk('snooze') },
    { key: 'a', run: () => setAsk('assign') },
    { key: 't', run: () => setAsk('tags') },
    ...(takesMacros ? [{ key: 'm', run: () => setAsk('macro') }] : []),
    { key: 'p', run: () => document.getElementById('priority')?.focus() },
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
        {head.status === 'snoozed' && head.snoozed_until && (
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
      <PostHead id={head.post_id} />
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
        {head.status === 'snoozed' && (
          <button type="button" onClick={() => reopenConversation(kept.id)}>
            {t('Open again')}
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
        {takesMacros && (
          <button type="button" onClick={() => setAsk('macro')}>
            {t('Macro')}
          </button>
        )}
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
      {ask === 'snooze' && (
        <SnoozeDialog
          onSend={(until) => change({ status: 'snoozed', snoozed_until: until }, t('Snoozed'))}
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'assign' && (
        <AssignDialog
          assignee={head.assignee}
          onSend={(assignee) =>
            change(
              { assignee },
              assignee ? t('Assigned to {name}', { name: assignee }) : t('Assigned to nobody'),
            )
          }
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'tags' && (
        <TagsDialog
          tags={head.tags}
          onSend={(tags) => change({ tags }, t('Tags changed'))}
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'macro' && (
        <MacroDialog
          onSend={(macro) => {
            setAsk('');
            void runMacro(macro, [kept.id]).then(() => loadKept(kept));
          }}
          onClose={() => setAsk('')}
        />
      )}
    </header>
  );
}
