import { signal } from '@preact/signals';
import { atSignOut } from '../../app/session.ts';
import { formatTime, type Phrase, t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import type { Change } from './actions.ts';
import type { Head } from './kept.ts';

interface Clash {
  change: Change;
  now: Partial<Head>;
  again: () => void;
}

const clash = signal<Clash | undefined>(undefined);

// Somebody else changed it in between: nothing is done until it was seen how both want it.
export function showClash(change: Change, now: Partial<Head>, again: () => void): void {
  clash.value = { change, now, again };
}

atSignOut(() => {
  clash.value = undefined;
});

type Field = 'status' | 'assignee' | 'priority' | 'tags' | 'snoozed_until';

const NAMES: Record<Field, Phrase> = {
  status: 'State',
  assignee: 'Assignee',
  priority: 'Priority',
  tags: 'Tags',
  snoozed_until: 'Snooze until',
};

export function ClashDialog() {
  const found = clash.value;
  if (!found) return null;
  const close = () => {
    clash.value = undefined;
  };
  const fields = (Object.keys(NAMES) as Field[]).filter((name) => found.change[name] !== undefined);
  const { priority_name, ...others } = found.now;
  const now: Partial<Record<Field, unknown>> = { ...others, priority: priority_name };
  return (
    <Dialog title={t('Somebody else changed it in between')} onClose={close} testId="clash">
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('As you want it')}</th>
            <th scope="col">{t('As it stands now')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((name) => (
            <tr key={name}>
              <th scope="row">{t(NAMES[name])}</th>
              <td>
                <bdi>{tell(name, found.change[name])}</bdi>
              </td>
              <td>
                <bdi>{tell(name, now[name])}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="dialog-foot">
        <button type="button" onClick={close}>
          {t('Leave it as it stands')}
        </button>
        <button
          type="button"
          class="primary"
          onClick={() => {
            close();
            found.again();
          }}
        >
          {t('Do it all the same')}
        </button>
      </div>
    </Dialog>
  );
}

function tell(name: Field, value: unknown): string {
  if (Array.isArray(value)) return value.join(', ') || '–';
  if (value === null || value === undefined || value === '') return name === 'assignee' ? t('nobody') : '–';
  if (name === 'snoozed_until') return formatTime(String(value), { dateStyle: 'medium', timeStyle: 'short' });
  return name === 'assignee' ? String(value) : word(String(value));
}
