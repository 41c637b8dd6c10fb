import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { type Phrase, t } from '../../i18n/index.ts';
import { ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';

type Settings = Schemas['Settings'];

const TEXTS: [keyof Settings & string, Phrase][] = [
  ['public_name', 'Public name'],
  ['privacy_contact', 'Contact for privacy'],
  ['privacy_notice_url', 'Address of the privacy notice'],
  ['zone', 'Time zone'],
  ['csat_text', 'How content people are: the question in your own words'],
];
const NUMBERS: [keyof Settings & string, Phrase, least?: number][] = [
  ['requests_per_minute', 'Requests a minute for each agent'],
  ['brand_requests_per_minute', 'Requests a minute for all'],
  ['quiet_from', 'Quiet from (hour)'],
  ['quiet_to', 'Quiet until (hour)'],
  ['broadcast_days', 'Days between two broadcasts to one person'],
  ['brake_severity', 'Severity that stops broadcasts'],
  ['csat_days', 'How content people are: days between two questions to somebody', 1],
  ['translation_characters', 'Characters a day for Amazon Translate, 0 for none'],
];

// What holds for the whole brand.
export function Brand() {
  const settings = useResource('settings', (signal) => take(api.GET('/settings', { signal })));
  return (
    <section aria-labelledby="brand">
      <h2 id="brand">{t('The brand')}</h2>
      <Shown of={settings}>
        {(found) => <Fields key={JSON.stringify(found)} settings={found} onSaved={settings.change} />}
      </Shown>
    </section>
  );
}

function Fields({ settings, onSaved }: { settings: Settings; onSaved: (next: Settings) => void }) {
  const [change, setChange] = useState<Record<string, unknown>>({});
  const isFixed = !may('settings:write');
  const value = (name: keyof Settings) => String(change[name] ?? settings[name]);
  const set = (name: string) => (next: unknown) => setChange({ ...change, [name]: next });
  const save = async () => {
    // What is left out goes back to what it is unless told.
    const body = { ...settings, ...change } as Schemas['SettingsWanted'];
    onSaved(await take(api.PUT('/settings', { body })));
  };
  return (
    <Form onSend={() => void attempt(t('Saved'), save)}>
      <div class="fields">
        <ChoiceField
          label={t('Engine')}
          disabled={isFixed}
          value={value('engine')}
          choices={[
            ['embedded', t('our own')],
            ['comprehend', 'Amazon Comprehend'],
          ]}
          onChange={set('engine')}
        />
        <ChoiceField
          label={t('Ask how content people are')}
          disabled={isFixed}
          value={value('csat')}
          choices={[
            ['', t('not at all')],
            ['stars', t('with stars')],
            ['emoji', t('with smileys')],
          ]}
          onChange={set('csat')}
        />
        {TEXTS.map(([name, title]) => (
          <TextField
            key={name}
            label={t(title)}
            disabled={isFixed}
            dir="auto"
            value={value(name)}
            onChange={set(name)}
          />
        ))}
        {NUMBERS.map(([name, title, least = 0]) => (
          <TextField
            key={name}
            label={t(title)}
            type="number"
            min={least}
            required
            disabled={isFixed}
            value={value(name)}
            onChange={(text) => set(name)(Number(text))}
          />
        ))}
      </div>
      {!isFixed && (
        <button type="submit" class="primary" disabled={Object.keys(change).length === 0}>
          {t('Save')}
        </button>
      )}
    </Form>
  );
}
