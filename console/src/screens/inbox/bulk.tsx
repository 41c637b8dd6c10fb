import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { has, type Schemas } from '../../api/client.ts';
import { useKeys } from '../../app/keys.ts';
import { me } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { attempt } from '../../parts/page.tsx';
import { changeAll, changeMany, type Failed, tagMany } from '../conversation/actions.ts';
import { AssignDialog, MacroDialog, SnoozeDialog, TagsDialog } from '../conversation/dialogs.tsx';
import { runMacro } from '../conversation/macros.ts';
import {
  filterOfList,
  findRow,
  listMatching,
  MOST_MATCHING,
  next,
  pickAll,
  picked,
  rows,
  words,
} from './store.ts';

// What could not be done with some of them, and why: they stay selected.
const failed = signal<readonly Failed[]>([]);

interface Running {
  macro: Schemas['Macro'];
  ids: string[];
}

export function BulkBar() {
  const [isBusy, setBusy] = useState(false);
  const [ask, setAsk] = useState<'' | 'assign' | 'snooze' | 'tags' | 'macro'>('');
  const run = async (act: (ids: string[]) => Promise<Failed[]>) => {
    setAsk('');
    setBusy(true);
    await attempt('', async () => {
      failed.value = await act([...picked.value]);
      picked.value = new Set(failed.value.map((each) => each.id));
    });
    setBusy(false);
  };
  const [wantsAll, setAll] = useState(false);
  const [running, setRunning] = useState<Running>();
  // Words are no filter that the API changes by.
  const mayTakeAll = next.value !== null && !words.value && picked.value.size >= rows.value.length;
  const isAll = wantsAll && mayTakeAll;
  const change = (wanted: Parameters<typeof changeMany>[1]) => {
    setAll(false);
    return run((ids) => (isAll ? changeAll(filterOfList(), wanted) : changeMany(ids, wanted)));
  };
  // What differs from one to the next, or is sent, needs each of them by name.
  const listChosen = (ids: string[]) =>
    isAll ? listMatching() : Promise.resolve(ids.flatMap((id) => findRow(id) ?? []));
  const tag = (tags: string[]) => {
    setAll(false);
    return run(async (ids) => tagMany(await listChosen(ids), tags));
  };
  const chooseMacro = async (macro: Schemas['Macro']) => {
    if (!isAll) return run((ids) => runMacro(macro, ids));
    setAsk('');
    await attempt('', async () => setRunning({ macro, ids: (await listMatching()).map((each) => each.id) }));
  };
  const runOnAll = ({ macro, ids }: Running) => {
    setRunning(undefined);
    setAll(false);
    return run(() => runMacro(macro, ids));
  };
  // What is selected goes before what is open beside it.
  useKeys(
    () => [
      { key: 'e', does: t('Close what is selected'), run: () => void change({ status: 'closed' }) },
      { key: 't', does: t('Tag what is selected'), run: () => setAsk('tags') },
    ],
    true,
  );
  return (
    <div class="bulk" data-testid="bulk-bar" role="group" aria-label={t('With what is selected')}>
      <strong>{isAll ? t('all that match') : t('{count} selected', { count: picked.value.size })}</strong>
      <button type="button" disabled={isBusy} onClick={() => void change({ status: 'closed' })}>
        {t('Close')}
      </button>
      <button type="button" disabled={isBusy} onClick={() => void change({ assignee: me.value?.id ?? null })}>
        {t('Assign to me')}
      </button>
      <button type="button" disabled={isBusy} onClick={() => setAsk('assign')}>
        {t('Assign')}
      </button>
      <button type="button" disabled={isBusy} onClick={() => setAsk('snooze')}>
        {t('Snooze')}
      </button>
      <button type="button" disabled={isBusy} onClick={() => setAsk('tags')}>
        {t('Tags')}
      </button>
      {has('GET /macros') && (
        <button type="button" disabled={isBusy} onClick={() => setAsk('macro')}>
          {t('Macro')}
        </button>
      )}
      <select
        aria-label={t('Priority')}
        value=""
        disabled={isBusy}
        onChange={(event) => void change({ priority: event.currentTarget.value as 'low' })}
      >
        <option value="">{t('Priority')}</option>
        {(['low', 'normal', 'high', 'urgent'] as const).map((each) => (
          <option key={each} value={each}>
            {t(each)}
          </option>
        ))}
      </select>
      {picked.value.size < rows.value.length && (
        <button type="button" class="plain" onClick={pickAll}>
          {t('Select all {count}', { count: rows.value.length })}
        </button>
      )}
      {mayTakeAll && !isAll && (
        <button type="button" class="plain" onClick={() => setAll(true)}>
          {t('Take all that match, also those not shown')}
        </button>
      )}
      <button
        type="button"
        class="plain"
        onClick={() => {
          setAll(false);
          picked.value = new Set();
          failed.value = [];
        }}
      >
        {t('Select nothing')}
      </button>
      {failed.value.length > 0 && (
        <ul class="failed small" role="alert">
          {failed.value.map((each) => (
            <li key={each.id}>
              <bdi>{findRow(each.id)?.customer?.name ?? each.id.slice(0, 8)}</bdi>:{' '}
              {each.detail || word(each.code)}
            </li>
          ))}
        </ul>
      )}
      {ask === 'assign' && (
        <AssignDialog
          assignee={null}
          onSend={(assignee) => void change({ assignee })}
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'snooze' && (
        <SnoozeDialog
          onSend={(until) => void change({ status: 'snoozed', snoozed_until: until })}
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'tags' && (
        <TagsDialog
          tags={[]}
          help={t('Each of them gets these too.')}
          onSend={(tags) => void tag(tags)}
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'macro' && (
        <MacroDialog onSend={(macro) => void chooseMacro(macro)} onClose={() => setAsk('')} />
      )}
      {running && (
        <Dialog title={t('Run the macro on all that match?')} onClose={() => setRunning(undefined)}>
          <p>
            <bdi>{running.macro.title}</bdi>: {t('{count} conversations', { count: running.ids.length })}
            {running.ids.length >= MOST_MATCHING && ` · ${t('there are more')}`}
          </p>
          <div class="dialog-foot">
            <button type="button" class="primary" onClick={() => void runOnAll(running)}>
              {t('Run it')}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
