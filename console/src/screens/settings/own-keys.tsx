import { COMMANDS, type Command, chooseKey, findClash } from '../../app/commands.ts';
import { prefer, preferences } from '../../app/preferences.ts';
import { t } from '../../i18n/index.ts';
import { TextField } from '../../parts/form.tsx';
import { Table } from '../../parts/table.tsx';

// Another letter for what somebody does most; an empty field is the usual one again.
export function OwnKeys() {
  const own = preferences.value.keys ?? {};
  const set = (command: Command, text: string) => {
    const { [command.name]: _, ...others } = own;
    const key = text.trim().slice(-1);
    void prefer({ keys: key && key !== command.key ? { ...others, [command.name]: key } : others });
  };
  return (
    <details>
      <summary>{t('Keys of your own')}</summary>
      <Table
        caption={t('Keys of your own')}
        rows={COMMANDS}
        keyOf={(each) => each.name}
        columns={[
          { title: t('What it does'), show: (each) => t(each.does) },
          {
            title: t('Key'),
            show: (each) => (
              <TextField
                label={<span class="unseen">{t('Key for: {what}', { what: t(each.does) })}</span>}
                value={chooseKey(each.key, own)}
                onChange={(text) => set(each, text)}
                size={3}
                dir="ltr"
                help={tellClash(each, own)}
              />
            ),
          },
        ]}
      />
    </details>
  );
}

function tellClash(command: Command, own: Record<string, string>): string | undefined {
  const other = findClash(command, own);
  return other && t('The same as for: {what}', { what: t(other.does) });
}
