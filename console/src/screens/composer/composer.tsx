import { useEffect, useRef, useState } from 'preact/hooks';
import { has } from '../../api/client.ts';
import { clock } from '../../app/clock.ts';
import { may } from '../../app/session.ts';
import { formatDuration, formatTime, type Phrase, t, word } from '../../i18n/index.ts';
import { Icon } from '../../parts/icon.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { ProblemBox } from '../../parts/states.tsx';
import { type Head, type Kept, loadOptions } from '../conversation/kept.ts';
import { tellPresence } from '../inbox/news.ts';
import { openFiles } from './attached.ts';
import { CannedList } from './canned.tsx';
import { measureText } from './counting.ts';
import { AskAboutOther, LaterDialog } from './dialogs.tsx';
import { openDraft, typeDraft } from './drafts.ts';
import { AddFile, AttachedFiles } from './file-bar.tsx';
import { chooseWay, isOpenAt, listWays, type ModeName, secondsLeft, tellOpening, type Way } from './modes.ts';
import { findOthersReply } from './others.ts';
import { addNote, proposeReply, type Sent, sendReply } from './sending.ts';
import { TemplateForm } from './templates.tsx';
import { wish } from './wish.ts';

const TABS: Record<ModeName, Phrase> = { public: 'Reply', private: 'Private reply', note: 'Note' };
const FIELDS: Record<ModeName, Phrase> = {
  public: 'Public reply',
  private: 'Private reply',
  note: 'Internal note',
};
const SENDS: Record<ModeName, Phrase> = {
  public: 'Send public reply',
  private: 'Send privately',
  note: 'Add note',
};
const SEEN: Record<ModeName, Phrase> = {
  public: 'Everybody on {platform} sees it.',
  private: 'Only this person sees it, on {platform}.',
  note: 'Only your team sees it. It is never sent.',
};
const WARN_S = 3600;
const TYPING_MS = 10_000;

export function Composer({ kept, head }: { kept: Kept; head: Head }) {
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [ask, setAsk] = useState<'' | 'other' | 'later'>('');
  const field = useRef<HTMLTextAreaElement>(null);
  const toldTyping = useRef(0);
  const seenReply = useRef<string | null | undefined>(undefined);
  const takesNotes = has('POST /conversations/{id}/notes') && may('conversations:write');
  const ways = listWays(may('conversations:write') ? kept.options.value?.data : [], takesNotes);
  const way = chooseWay(ways, chosen, head.mode);
  const wished = wish.value?.id === kept.id ? wish.value.mode : undefined;
  useEffect(() => {
    if (!wished || (wished !== 'note' && !kept.options.value)) return;
    const isThere = (mode: ModeName) => (each: Way) => each.mode === mode;
    const found = ways.find(isThere(wished)) ?? (wished === 'public' && ways.find(isThere('private')));
    wish.value = null;
    if (!found) return;
    setChosen(found.key);
    requestAnimationFrame(() => field.current?.focus());
  }, [wished, kept.options.value]);
  // Where something may still be sent then, only the server knows what.
  const asksWhatIsLeft = !!way?.option?.outside && way.option.open && !isOpenAt(way, clock.now.value);
  useEffect(() => {
    if (asksWhatIsLeft) void loadOptions(kept);
  }, [asksWhatIsLeft]);
  const trouble = kept.optionsTrouble.value;
  if (!way) return trouble ? <ProblemBox trouble={trouble} /> : null;
  // A field that turns into another while somebody types would take words that were meant for the team.
  const isComing = has('GET /conversations/{id}/send-options') && !kept.options.value && !trouble;
  if (isComing && !chosen && may('conversations:write')) return null;

  const text = openDraft(kept.id, way).value;
  const option = way.option;
  const now = clock.now.value;
  const isOpen = isOpenAt(way, now);
  const used = option ? measureText(text, option.counting) : 0;
  const files = openFiles(kept.id, way).value;
  const limit = option && (files.length ? option.caption : option.limit);
  const isTooLong = limit !== undefined && used > limit;
  const isWhole = files.length ? files.every((each) => each.isReady) : text.trim() !== '';
  const canSend = isOpen && isWhole && !isTooLong;
  const other = findOthersReply(kept);
  const opening = tellOpening(option);

  const send = (more: Sent = {}, isAsked = false) => {
    if (!canSend) return;
    if (way.mode === 'note') {
      void addNote(kept, way, text);
    } else if (!isAsked && seenReply.current !== undefined && other && other.id !== seenReply.current) {
      setAsk('other');
      return;
    } else {
      void sendReply(kept, way, text, more);
    }
    setAsk('');
    seenReply.current = undefined;
    field.current?.focus();
  };

  return (
    <form
      class={`composer ${way.mode}`}
      data-testid="composer"
      data-mode={way.mode}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {trouble && <ProblemBox trouble={trouble} />}
      <div class="ways" role="group" aria-label={t('Where it goes')}>
        {ways.map((each) => (
          <WayButton
            key={each.key}
            way={each}
            isChosen={each.key === way.key}
            now={now}
            onChoose={() => {
              setChosen(each.key);
              field.current?.focus();
            }}
          />
        ))}
      </div>
      <p class="small seen-by">
        <Icon name={way.mode === 'public' ? 'public' : way.mode === 'private' ? 'private' : 'note'} />
        {t(SEEN[way.mode], { platform: namePlatform(head.platform) })}
        {option?.needs_approval && <strong> {t('Somebody has to approve it first.')}</strong>}
      </p>
      {!isOpen && (
        <p class="small strong" id="closed-why">
          {t('Closed')}: {option?.reason ? word(option.reason) : t('the time to answer is over')}.
          {opening && ` ${t(opening)}`}
        </p>
      )}
      {!isOpen && option?.templates.length ? (
        <TemplateForm kept={kept} way={way} templates={option.templates} />
      ) : null}
      <CannedList
        kept={kept}
        text={text}
        field={field}
        onChoose={(filled) => typeDraft(kept.id, way, filled)}
      >
        <textarea
          ref={field}
          dir="auto"
          rows={3}
          aria-label={t(FIELDS[way.mode])}
          value={text}
          onInput={(event) => {
            if (seenReply.current === undefined) seenReply.current = other?.id ?? null;
            typeDraft(kept.id, way, event.currentTarget.value);
            if (Date.now() - toldTyping.current > TYPING_MS) {
              toldTyping.current = Date.now();
              void tellPresence(kept.id, 'typing');
            }
          }}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'Escape') event.currentTarget.closest('main')?.focus();
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            send(event.shiftKey ? { closes: true } : {});
          }}
        />
      </CannedList>
      {option && <AttachedFiles kept={kept} way={way} option={option} />}
      <div class="bar composer-foot">
        {option && (
          <span
            class={isTooLong ? 'chip bad' : 'quiet small'}
            data-testid="counter"
            data-used={used}
            data-limit={limit}
          >
            {used}/{limit}
          </span>
        )}
        {option && <AddFile key={way.key} kept={kept} way={way} option={option} />}
        <span class="grow" />
        {way.mode !== 'note' && !files.length && has('POST /conversations/{id}/drafts') && (
          <button
            type="button"
            class="plain"
            disabled={!canSend}
            onClick={() => void proposeReply(kept, way, text)}
          >
            {t('Propose')}
          </button>
        )}
        {way.mode !== 'note' && (
          <button type="button" disabled={!canSend} onClick={() => setAsk('later')}>
            {t('Later')}
          </button>
        )}
        <button type="submit" class={`send ${way.mode}`} disabled={!canSend}>
          {t(SENDS[way.mode])}
        </button>
      </div>
      {ask === 'other' && other && (
        <AskAboutOther other={other} onSend={() => send({}, true)} onClose={() => setAsk('')} />
      )}
      {ask === 'later' && <LaterDialog onSend={(at) => send({ at }, true)} onClose={() => setAsk('')} />}
    </form>
  );
}

function WayButton(props: { way: Way; isChosen: boolean; now: number; onChoose: () => void }) {
  const { way, now } = props;
  const left = secondsLeft(way, now);
  const isOpen = isOpenAt(way, now);
  const until = way.option?.open_until;
  return (
    <span class="way">
      <button
        type="button"
        class={`way-${way.mode}`}
        aria-pressed={props.isChosen}
        data-testid="send-option"
        data-mode={way.mode}
        data-way={way.key}
        data-open={String(isOpen)}
        onClick={props.onChoose}
      >
        <Icon name={way.mode === 'public' ? 'public' : way.mode === 'private' ? 'private' : 'note'} />
        {t(TABS[way.mode])}
      </button>
      {left !== null && (
        <span
          class={left < WARN_S ? 'chip bad' : 'quiet small'}
          data-testid="countdown"
          data-left={left}
          data-warns={isOpen && left < WARN_S}
          title={until ? formatTime(until, { dateStyle: 'medium', timeStyle: 'short' }) : undefined}
        >
          {!isOpen && t('closed')}
          {isOpen && left < WARN_S && `${t('closes in')} `}
          {isOpen && formatDuration(left)}
        </span>
      )}
    </span>
  );
}
