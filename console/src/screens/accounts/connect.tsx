import { useState } from 'preact/hooks';
import { api, type Schemas, type Trouble, take } from '../../api/client.ts';
import { PLATFORMS } from '../../api/generated/platforms.ts';
import { asTrouble } from '../../app/resource.ts';
import { t } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Once } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/states.tsx';
import { TestButton } from './accounts.tsx';

type Connected = Schemas['ConnectedAccount'];
type Platform = Schemas['NewAccount']['platform'];

// Four steps: which platform, what it gave you, where to tell it our address, and whether it works.
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [made, setMade] = useState<Connected | null>(null);
  const platform = PLATFORMS.find((each) => each.name === name);
  return (
    <Dialog title={t('Connect an account')} onClose={onClose}>
      <ol class="steps small">
        {[t('Platform'), t('Paste'), t('Webhook'), t('Test')].map((each, index) => (
          <li key={each} aria-current={index === (made ? 2 : platform ? 1 : 0) ? 'step' : undefined}>
            {each}
          </li>
        ))}
      </ol>
      {!made && (
        <label>
          {t('Platform')}
          <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
            <option value="">{t('Choose…')}</option>
            {PLATFORMS.map((each) => (
              <option key={each.name} value={each.name}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
      )}
      {platform && !made && <PasteForm key={name} platform={platform} onMade={setMade} />}
      {made && <Finish account={made} onClose={onClose} />}
    </Dialog>
  );
}

function PasteForm({
  platform,
  onMade,
}: {
  platform: (typeof PLATFORMS)[number];
  onMade: (made: Connected) => void;
}) {
  const [fields, setFields] = useState<Record<string, string>>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const set = (name: string) => (event: { currentTarget: HTMLInputElement }) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  const connect = async () => {
    setBusy(true);
    setTrouble(null);
    const secrets = Object.fromEntries(
      platform.secrets.flatMap((each) => (fields[each.name] ? [[each.name, fields[each.name] ?? '']] : [])),
    );
    const body: Schemas['NewAccount'] = {
      platform: platform.name as Platform,
      native_id: (fields.native_id ?? '').trim(),
      secrets,
      ...(fields.title ? { title: fields.title } : {}),
    };
    try {
      onMade(await take(api.POST('/accounts', { body })));
    } catch (error) {
      setTrouble(asTrouble(error));
    }
    setBusy(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
    >
      <p class="small">
        <a href={platform.docs} target="_blank" rel="noopener noreferrer">
          {t('The documentation of {platform}', { platform: platform.title })}
        </a>
      </p>
      <label>
        {t('Id of the account on the platform')}
        <input
          type="text"
          required
          maxLength={200}
          dir="ltr"
          value={fields.native_id ?? ''}
          onInput={set('native_id')}
        />
      </label>
      <label>
        {t('Title')}
        <input type="text" maxLength={200} dir="auto" value={fields.title ?? ''} onInput={set('title')} />
      </label>
      {platform.secrets.map((each) => (
        <label key={each.name}>
          <span dir="ltr">{each.name}</span>
          <input
            type="text"
            class="secret"
            autocomplete="off"
            spellcheck={false}
            dir="ltr"
            required={!each.isMadeUp}
            value={fields[each.name] ?? ''}
            onInput={set(each.name)}
          />
          <span class="quiet small">
            {each.help}
            {each.isMadeUp && ` ${t('Made for you where you give none.')}`}
          </span>
        </label>
      ))}
      {trouble && <ProblemBox trouble={trouble} />}
      <div class="dialog-foot">
        <button type="submit" class="primary" disabled={isBusy}>
          {t('Connect')}
        </button>
      </div>
    </form>
  );
}

function Finish({ account, onClose }: { account: Connected; onClose: () => void }) {
  const secrets = Object.entries(account.generated_secrets as Record<string, string>);
  return (
    <>
      <p>{t('Give the platform this address:')}</p>
      <Once name={t('Webhook')} value={account.webhook_url} />
      {secrets.length > 0 && <p>{t('These were made for you and are shown this once:')}</p>}
      {secrets.map(([name, value]) => (
        <Once key={name} name={name} value={value} />
      ))}
      <TestButton account={account} />
      <div class="dialog-foot">
        <button type="button" class="primary" onClick={onClose}>
          {t('Done')}
        </button>
      </div>
    </>
  );
}
