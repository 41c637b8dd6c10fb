import { useState } from 'preact/hooks';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { formatNumber, t, word } from '../../i18n/index.ts';
import { Form, TextField } from '../../parts/form.tsx';
import { attempt, MoreButton, PageFrame } from '../../parts/page.tsx';
import { namePlatform, PlatformMark } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { Words } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { addressOf } from '../inbox/views.ts';

export function AlertsScreen() {
  const alerts = usePages('alerts', (cursor) =>
    take(api.GET('/alerts', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
  );
  useScreen('alerts', t('Alerts'), isShown(alerts));
  return (
    <PageFrame title={t('Alerts')}>
      <Shown of={alerts}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('Nothing is unusual.')}>
              <p>{t('An alert comes when an hour is much louder, angrier or faster than usual.')}</p>
            </Empty>
          ) : (
            <div class="cards">
              {list.map((each) => (
                <AlertCard
                  key={each.id}
                  alert={each}
                  onChanged={(next) => alerts.change(list.map((one) => (one.id === next.id ? next : one)))}
                />
              ))}
            </div>
          )
        }
      </Shown>
      <MoreButton pages={alerts} />
    </PageFrame>
  );
}

type Alert = Schemas['Alert'];

function AlertCard({ alert, onChanged }: { alert: Alert; onChanged: (next: Alert) => void }) {
  const params = { path: { id: alert.id } };
  const acknowledge = async () => {
    const body = { acknowledged: !alert.acknowledged_at };
    onChanged(await take(api.PUT('/alerts/{id}/acknowledgement', { params, body })));
  };
  const note = async (words: string) => {
    const body = { note: words || null };
    onChanged(await take(api.PUT('/alerts/{id}/acknowledgement', { params, body })));
  };
  const brake = async () => {
    onChanged(await take(api.PUT('/alerts/{id}/brake', { params, body: { on: !alert.brake } })));
  };
  return (
    <article class="card" data-testid="alert" data-id={alert.id} data-severity={alert.severity}>
      <header class="bar">
        <PlatformMark platform={alert.platform} />
        <h2>{namePlatform(alert.platform)}</h2>
        <span class={alert.severity >= 2 ? 'chip bad' : 'chip'}>
          {t('severity {number}', { number: alert.severity })}
        </span>
      </header>
      <p class="quiet small">
        <When at={alert.hour} full />
      </p>
      <p>
        {t('{count} messages of {people} people, {negative} negative', {
          count: alert.interactions,
          people: alert.people,
          negative: alert.negative,
        })}
      </p>
      <Table
        caption={t('Signals')}
        rows={alert.signals}
        columns={[
          { title: t('Signal'), show: (each) => word(each.name) },
          { title: t('now'), isNumber: true, show: (each) => figure(each.value) },
          { title: t('usual'), isNumber: true, show: (each) => figure(each.usual) },
        ]}
      />
      <Decided alert={alert} />
      {has('PUT /alerts/{id}/acknowledgement') && may('conversations:write') && (
        <NoteForm key={alert.noted_at} note={alert.note ?? ''} onSend={note} />
      )}
      <div class="bar">
        {has('PUT /alerts/{id}/acknowledgement') && may('conversations:write') && (
          <button type="button" onClick={() => void attempt(t('Changed'), acknowledge)}>
            {alert.acknowledged_at ? t('Nobody looks after it') : t('Acknowledge')}
          </button>
        )}
        {has('PUT /alerts/{id}/brake') && may('broadcasts:write') && (
          <button
            type="button"
            class={alert.brake ? '' : 'danger'}
            onClick={() => void attempt(t('Changed'), brake)}
          >
            {alert.brake ? t('Let broadcasts go on') : t('Stop broadcasts there')}
          </button>
        )}
        <a
          class="button"
          href={
            alert.conversation_id
              ? `#/c/${alert.conversation_id}`
              : addressOf('all', { platform: [alert.platform], sort: ['newest'] })
          }
        >
          {t('Its conversations')}
        </a>
      </div>
    </article>
  );
}

// What somebody knows about it that the figures do not say.
function NoteForm({ note, onSend }: { note: string; onSend: (words: string) => Promise<void> }) {
  const [words, setWords] = useState(note);
  return (
    <Form class="bar" onSend={() => void attempt(t('Changed'), () => onSend(words.trim()))}>
      <TextField
        label={t('Note')}
        help={t('Name nobody: it stays when a person is erased.')}
        value={words}
        onChange={setWords}
        maxLength={500}
        dir="auto"
      />
      <button type="submit" disabled={words.trim() === note}>
        {t('Save')}
      </button>
    </Form>
  );
}

// What was noted, who looks after it, and what somebody decided about broadcasts on its platform.
function Decided({ alert }: { alert: Alert }) {
  return (
    <ul class="plain-list small">
      {alert.note && (
        <li>
          <Words text={alert.note} /> · {alert.noted_by} · {alert.noted_at && <When at={alert.noted_at} />}
        </li>
      )}
      {alert.acknowledged_at && (
        <li>
          {t('{name} looks after it', { name: alert.acknowledged_by ?? '' })} ·{' '}
          <When at={alert.acknowledged_at} />
        </li>
      )}
      {alert.brake !== null && (
        <li class={alert.brake ? 'strong' : 'quiet'}>
          {t(alert.brake ? '{name} stopped broadcasts there' : '{name} lets broadcasts go on there', {
            name: alert.brake_by ?? '',
          })}
        </li>
      )}
    </ul>
  );
}

function figure(value: number): string {
  return formatNumber(value, { maximumFractionDigits: 2 });
}
