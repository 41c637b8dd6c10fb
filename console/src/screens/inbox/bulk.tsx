import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { has } from '../../api/client.ts';
import { useKeys } from '../../app/keys.ts';
import { me } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { changeAll, changeMany, type Failed, tagMany } from '../conversation/actions.ts';
import { AssignDialog, MacroDialog, SnoozeDialog, TagsDialog } from '../conversation/dialogs.tsx';
import { runMacro } from '../conversation/macros.ts';
import { filterOfList, findRow, next, pickAll, picked, rows, words } from './store.ts';

// What could not be done with some of them, and why: they stay selected.
const failed = signal<readonly Failed[]>([]);

export function BulkBar() {
  const [isBusy, setBusy] = useState(false);
  const [ask, setAsk] = useState<'' | 'assign' | 'snooze' | 'tags' | 'macro'>('');
  const run = async (act: (ids: string[]) => Promise<Failed[]>) => {
    setAsk('');
    setBusy(true);
    failed.value = await act([...picked.value]);
    picked.value = new Set(failed.value.map((each) => each.id));
    setBusy(false);
  };
  const [wantsAll, setAll] = useState(false);
  // Words are no filter that the API changes by.
  const mayTakeAll = next.value !== null && !words.value && picked.value.size >= rows.value.length;
  const isAll = wantsAll && mayTakeAll;
  const change = (wanted: Parameters<typeof changeMany>[1]) => {
    setAll(false);
    return run((ids) => (isAll ? changeAll(filterOfList(), wanted) : changeMany(ids, wanted)));
  };
  useKeys(() => [
    { key: 'e', does: t('Close what is selected'), run: () => void change({ status: 'closed' }) },
    { key: 't', does: t('Tag what is selected'), run: () => setAsk('tags') },
  ]);
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
      <button type="button" disabled={isBusy || isAll} onClick={() => setAsk('tags')}>
        {t('Tags')}
      </button>
      {has('GET /macros') && (
        <button type="button" disabled={isBusy || isAll} onClick={() => setAsk('macro')}>
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
          onSend={(tags) => void run((ids) => tagMany(ids, tags))}
          onClose={() => setAsk('')}
        />
      )}
      {ask === 'macro' && (
        <MacroDialog onSend={(macro) => void run((ids) => runMacro(macro, ids))} onClose={() => setAsk('')} />
      )}
    </div>
  );
}
