import { useState } from 'preact/hooks';
import { api, type Schemas, take, takeTagged } from '../../api/client.ts';
import { PLATFORMS } from '../../api/generated/platforms.ts';
import { t } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { attempt, Once } from '../../parts/page.tsx';
import { When } from '../../parts/when.tsx';
import { givenSecrets, nameSecret, SecretFields, tellRefusal } from './secrets.tsx';

type Account = Schemas['Account'];

async function inWords(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw tellRefusal(error);
  }
}

// What an account is called, by which id it is known, and whether it is connected at all.
export function ChangeDialog(props: { account: Account; onDone: () => void; onClose: () => void }) {
  const { account, onDone, onClose } = props;
  const [title, setTitle] = useState(account.title);
  const [id, setId] = useState(account.native_id);
  const [data, setData] = useState<'keep' | 'purge'>('keep');
  const [typed, setTyped] = useState('');
  const path = { id: account.id };
  const run = (done: string, act: () => Promise<unknown>) => {
    onClose();
    void attempt(done, () => inWords(act)).then(onDone);
  };
  const change = async () => {
    const { etag } = await takeTagged(api.GET('/accounts/{id}', { params: { path } }));
    const body = {
      ...(title.trim() !== account.title ? { title: title.trim() } : {}),
      ...(id.trim() !== account.native_id ? { native_id: id.trim() } : {}),
    };
    await take(api.PATCH('/accounts/{id}', { params: { path, header: { 'If-Match': etag } }, body }));
  };
  const end = () => take(api.DELETE('/accounts/{id}', { params: { path, query: { data } } }));
  return (
    <Dialog title={t('Change the account')} onClose={onClose}>
      <Form onSend={() => run(t('Changed'), change)}>
        <TextField label={t('Title')} value={title} onChange={setTitle} required maxLength={200} dir="auto" />
        <TextField
          label={t('Id of the account on the platform')}
          value={id}
          onChange={setId}
          required
          maxLength={200}
          dir="ltr"
        />
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Save')}
          </button>
        </div>
      </Form>
      <details>
        <summary>{t('Disconnect')}</summary>
        <Form onSend={() => run(t('Disconnected'), end)}>
          <ChoiceField
            label={t('What came from there')}
            value={data}
            choices={[
              ['keep', t('stays as long as its retention says')],
              ['purge', t('becomes unreadable for good')],
            ]}
            onChange={(value) => setData(value as 'keep')}
          />
          <TextField
            label={t('Type the title of the account to go on')}
            value={typed}
            onChange={setTyped}
            dir="auto"
          />
          <div class="dialog-foot">
            <button type="submit" class="danger" disabled={typed.trim() !== account.title.trim()}>
              {t('Disconnect')}
            </button>
          </div>
        </Form>
      </details>
    </Dialog>
  );
}

// New secrets for a webhook; the former ones go on for a while, so that no delivery is lost in between.
export function SecretsForm({ account }: { account: Account }) {
  const asked = PLATFORMS.find((each) => each.name === account.platform)?.secrets ?? [];
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const [made, setMade] = useState<Schemas['Rotated'] | null>(null);
  const rotate = async () => {
    const body = { secrets: givenSecrets(secrets) };
    const path = { id: account.endpoint };
    setMade(await take(api.POST('/endpoints/{id}/secrets', { params: { path }, body })));
    setSecrets({});
  };
  return (
    <>
      <Form
        class="stack"
        onSend={() => void attempt(t('Changed; the former ones work for a while'), () => inWords(rotate))}
      >
        <SecretFields asked={asked} values={secrets} onChange={setSecrets} />
        <div>
          <button type="submit">{t('Make new secrets')}</button>
        </div>
      </Form>
      {made && (
        <div role="status">
          {Object.entries(made.generated_secrets as Record<string, string>).map(([name, value]) => (
            <Once key={name} name={nameSecret(name)} value={value} />
          ))}
          {made.former_until && (
            <p class="small">
              {t('The former ones are good until')} <When at={made.former_until} full />
            </p>
          )}
        </div>
      )}
    </>
  );
}
