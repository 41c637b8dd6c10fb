import { useEffect, useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { zoneOfMine } from '../../app/preferences.ts';
import { useResource } from '../../app/resource.ts';
import { readLocal } from '../../app/zones.ts';
import { formatTime, t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, Form, readTags, TextField } from '../../parts/form.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { colleagues, hasColleagues } from './colleagues.ts';
import { listSnoozes } from './snooze.ts';

interface Props<T> {
  onSend: (wanted: T) => void;
  onClose: () => void;
}

// The questions that are asked before one conversation is changed, or all that are selected.
export function SnoozeDialog({ onSend, onClose }: Props<string>) {
  const [own, setOwn] = useState('');
  const send = (until: Date) => onSend(until.toISOString());
  return (
    <Dialog title={t('Snooze until')} onClose={onClose}>
      <div class="stack">
        {listSnoozes(new Date(), zoneOfMine()).map(([title, until]) => (
          <button key={title} type="button" onClick={() => send(until)}>
            {t(title)} · {formatTime(until, { weekday: 'short', hour: 'numeric', minute: '2-digit' })}
          </button>
        ))}
      </div>
      <Form
        onSend={() => {
          const until = readLocal(own, zoneOfMine());
          if (until.getTime() > Date.now()) send(until);
        }}
      >
        <TextField label={t('Snooze until')} type="datetime-local" required value={own} onChange={setOwn} />
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Snooze')}
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

export function AssignDialog({
  assignee,
  onSend,
  onClose,
}: Props<string | null> & { assignee: string | null }) {
  const [who, setWho] = useState(assignee ?? '');
  useEffect(() => void colleagues.reload(), []);
  const told = colleagues.data.value ?? [];
  const names = assignee && !told.includes(assignee) ? [assignee, ...told] : told;
  return (
    <Dialog title={t('Assign')} onClose={onClose}>
      <Form onSend={() => onSend(who.trim() || null)}>
        {hasColleagues() && !colleagues.trouble.value ? (
          <ChoiceField
            label={t('Assignee')}
            value={who}
            choices={[['', t('nobody')], ...names.map((name) => [name, name] as const)]}
            onChange={setWho}
          />
        ) : (
          <TextField
            label={t('Assignee')}
            value={who}
            onChange={setWho}
            maxLength={80}
            dir="ltr"
            help={t('The id of an agent; nothing means nobody.')}
          />
        )}
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Assign')}
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

export function TagsDialog({
  tags,
  help,
  onSend,
  onClose,
}: Props<string[]> & { tags: string[]; help?: string }) {
  const [text, setText] = useState(tags.join(' '));
  return (
    <Dialog title={t('Tags')} onClose={onClose}>
      <Form onSend={() => onSend(readTags(text))}>
        <TextField
          label={t('Tags')}
          value={text}
          onChange={setText}
          dir="ltr"
          help={`${t('Separated by spaces: small letters, digits, - and _.')} ${help ?? ''}`}
        />
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Save')}
          </button>
        </div>
      </Form>
    </Dialog>
  );
}

export function MacroDialog({ onSend, onClose }: Props<Schemas['Macro']>) {
  const macros = useResource('macros', (signal) => take(api.GET('/macros', { signal })));
  return (
    <Dialog title={t('Macro')} onClose={onClose}>
      <Shown of={macros}>
        {(page) =>
          page.data.length === 0 ? (
            <Empty title={t('There are no macros yet.')} />
          ) : (
            <div class="stack">
              {page.data.map((each) => (
                <button key={each.id} type="button" class="macro" onClick={() => onSend(each)}>
                  <strong>
                    <bdi>{each.title}</bdi>
                  </strong>
                  <span class="quiet small">{tellMacro(each)}</span>
                </button>
              ))}
            </div>
          )
        }
      </Shown>
    </Dialog>
  );
}

// What a macro does, in a line: what it sends, and what happens to the conversation.
function tellMacro(macro: Schemas['Macro']): string {
  const parts = [
    macro.text && `“${macro.text.slice(0, 60)}”`,
    macro.status && word(macro.status),
    macro.assignee && t('Assigned to {name}', { name: macro.assignee }),
    ...macro.tags.map((each) => `# ${each}`),
  ];
  return parts.filter(Boolean).join(' · ');
}
