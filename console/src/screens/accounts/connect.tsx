import { useState } from 'preact/hooks';
import { api, type Schemas, type Trouble, take } from '../../api/client.ts';
import { PLATFORMS } from '../../api/generated/platforms.ts';
import { t } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { Once } from '../../parts/page.tsx';
import { ProblemBox } from '../../parts/states.tsx';
import { TestButton } from './accounts.tsx';
import { AuthorizeForm, takesToken } from './authorize.tsx';
import { givenSecrets, nameSecret, SecretFields, tellRefusal } from './secrets.tsx';

type Connected = Schemas['ConnectedAccount'];
type Platform = Schemas['NewAccount']['platform'];

// Four steps: which platform, what it gave you, where to tell it our address, and whether it works.
export function ConnectDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [made, setMade] = useState<Connected | null>(null);
  const [isTested, setTested] = useState(false);
  const platform = PLATFORMS.find((each) => each.name === name);
  const at = isTested ? 3 : made ? 2 : platform ? 1 : 0;
  return (
    <Dialog title={t('Connect an account')} onClose={onClose}>
      <ol class="steps small">
        {[t('Platform'), t('Paste'), t('Webhook'), t('Test')].map((each, index) => (
          <li key={each} aria-current={index === at ? 'step' : undefined}>
            {each}
          </li>
        ))}
      </ol>
      {!made && (
        <ChoiceField
          label={t('Platform')}
          value={name}
          choices={[['', t('Choose…')], ...PLATFORMS.map((each) => [each.name, each.title] as const)]}
          onChange={setName}
        />
      )}
      {platform && !made && <PasteForm key={name} platform={platform} onMade={setMade} />}
      {made && <Finish account={made} onTested={() => setTested(true)} onClose={onClose} />}
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
  const [id, setId] = useState('');
  const [title, setTitle] = useState('');
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const connect = async () => {
    setBusy(true);
    setTrouble(null);
    const body: Schemas['NewAccount'] = {
      platform: platform.name as Platform,
      native_id: id.trim(),
      secrets: givenSecrets(secrets),
      ...(title ? { title } : {}),
    };
    try {
      onMade(await take(api.POST('/accounts', { body })));
    } catch (error) {
      setTrouble(tellRefusal(error));
    }
    setBusy(false);
  };
  return (
    <Form onSend={() => void connect()}>
      <p class="small">
        <a href={platform.docs} target="_blank" rel="noopener noreferrer">
          {t('The documentation of {platform}', { platform: platform.title })}
        </a>
      </p>
      <TextField
        label={t('Id of the account on the platform')}
        value={id}
        onChange={setId}
        required
        maxLength={200}
        dir="ltr"
      />
      <TextField label={t('Title')} value={title} onChange={setTitle} maxLength={200} dir="auto" />
      <SecretFields asked={platform.secrets} values={secrets} onChange={setSecrets} />
      {trouble && <ProblemBox trouble={trouble} />}
      <div class="dialog-foot">
        <button type="submit" class="primary" disabled={isBusy}>
          {t('Connect')}
        </button>
      </div>
    </Form>
  );
}

function Finish(props: { account: Connected; onTested: () => void; onClose: () => void }) {
  const { account, onTested, onClose } = props;
  const secrets = Object.entries(account.generated_secrets as Record<string, string>);
  return (
    <>
      <p>{t('Give the platform this address:')}</p>
      <Once name={t('Webhook')} value={account.webhook_url} />
      {secrets.length > 0 && <p>{t('These were made for you and are shown this once:')}</p>}
      {secrets.map(([name, value]) => (
        <Once key={name} name={nameSecret(name)} value={value} />
      ))}
      <TestButton account={account} onTested={onTested} />
      {takesToken(account.platform) && (
        <details>
          <summary>{t('To answer from here as well')}</summary>
          <AuthorizeForm id={account.id} />
        </details>
      )}
      <div class="dialog-foot">
        <button type="button" class="primary" onClick={onClose}>
          {t('Done')}
        </button>
      </div>
    </>
  );
}
