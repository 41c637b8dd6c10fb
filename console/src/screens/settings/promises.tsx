import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { type Phrase, t } from '../../i18n/index.ts';
import { Form, TextField } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';

type Sla = Schemas['Sla'];
type Clock = keyof Schemas['SlaTarget'];

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
const CLOCKS: [Clock, Phrase][] = [
  ['first_answer', 'First answer'],
  ['next_answer', 'Next answer'],
  ['solution', 'Solution'],
];
const NONE: Schemas['SlaTarget'] = { first_answer: null, next_answer: null, solution: null };

// What is promised to customers: working minutes for each priority, nothing where the field is empty.
export function Promises() {
  const sla = useResource('sla', (signal) => take(api.GET('/sla', { signal })));
  return (
    <section aria-labelledby="sla">
      <h2 id="sla">{t('What is promised')}</h2>
      <p class="quiet">
        {t('Minutes within business hours. An empty field promises nothing; the clock stands while we wait.')}
      </p>
      <Shown of={sla}>
        {(found) => <Targets key={JSON.stringify(found)} sla={found} onSaved={sla.change} />}
      </Shown>
    </section>
  );
}

function Targets({ sla, onSaved }: { sla: Sla; onSaved: (next: Sla) => void }) {
  const [now, setNow] = useState(sla);
  const isFixed = !may('settings:write');
  const set = (priority: keyof Sla, clock: Clock, text: string) => {
    const target = { ...(now[priority] ?? NONE), [clock]: text === '' ? null : Number(text) };
    const isEmpty = Object.values(target).every((each) => each === null);
    setNow({ ...now, [priority]: isEmpty ? null : target });
  };
  const save = async () => onSaved(await take(api.PUT('/sla', { body: now })));
  return (
    <Form onSend={() => void attempt(t('Saved'), save)}>
      <Table
        caption={t('What is promised')}
        rows={PRIORITIES}
        keyOf={(priority) => priority}
        columns={[
          { title: t('Priority'), show: (priority) => t(priority) },
          ...CLOCKS.map(([clock, title]) => ({
            title: t(title),
            show: (priority: keyof Sla) => (
              <TextField
                label={<span class="unseen">{`${t(title)}, ${t(priority)}`}</span>}
                type="number"
                min={1}
                max={527040}
                disabled={isFixed}
                value={String(now[priority]?.[clock] ?? '')}
                onChange={(text) => set(priority, clock, text)}
              />
            ),
          })),
        ]}
      />
      {!isFixed && (
        <button type="submit" class="primary" disabled={now === sla}>
          {t('Save')}
        </button>
      )}
    </Form>
  );
}
