import { useState } from 'preact/hooks';
import { me } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { changeMany } from '../conversation/actions.ts';
import { picked } from './store.ts';

// What is done with everything that is selected; what failed stays selected and is told.
export function BulkBar() {
  const [isBusy, setBusy] = useState(false);
  const run = async (change: Parameters<typeof changeMany>[1]) => {
    setBusy(true);
    picked.value = new Set(await changeMany([...picked.value], change));
    setBusy(false);
  };
  return (
    <div class="bulk" data-testid="bulk-bar" role="group" aria-label={t('With what is selected')}>
      <strong>{t('{count} selected', { count: picked.value.size })}</strong>
      <button type="button" disabled={isBusy} onClick={() => void run({ status: 'closed' })}>
        {t('Close')}
      </button>
      <button type="button" disabled={isBusy} onClick={() => void run({ assignee: me.value?.id ?? null })}>
        {t('Assign to me')}
      </button>
      <select
        aria-label={t('Priority')}
        value=""
        disabled={isBusy}
        onChange={(event) => void run({ priority: event.currentTarget.value as 'low' })}
      >
        <option value="">{t('Priority')}</option>
        <option value="low">{t('low')}</option>
        <option value="normal">{t('normal')}</option>
        <option value="high">{t('high')}</option>
        <option value="urgent">{t('urgent')}</option>
      </select>
      <button
        type="button"
        class="plain"
        onClick={() => {
          picked.value = new Set();
        }}
      >
        {t('Select nothing')}
      </button>
    </div>
  );
}
