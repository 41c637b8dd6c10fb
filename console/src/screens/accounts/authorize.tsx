import { useState } from 'preact/hooks';
import { api, has, type Schemas, type Trouble, take } from '../../api/client.ts';
import { PLATFORMS } from '../../api/generated/platforms.ts';
import { t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, Form } from '../../parts/form.tsx';
import { Once } from '../../parts/page.tsx';
import { isWebLink } from '../../parts/passages.ts';
import { ProblemBox } from '../../parts/states.tsx';
import { givenSecrets, nameSecret, SecretField, tellRefusal } from './secrets.tsx';

const EMPTY = { access_token: '', refresh_token: '', client_id: '', client_secret: '' };

// Whether a platform asks for one at all: some are only heard, and some only read openly.
export function takesToken(platform: string): boolean {
  const isTaken = PLATFORMS.find((each) => each.name === platform)?.takesToken ?? false;
  return isTaken && has('POST /accounts/{id}/authorization');
}

// What an account answers with: a token that the platform gave for good, or an app in whose name somebody consents.
export function AuthorizeForm({ id }: { id: string }) {
  const [way, setWay] = useState('token');
  const [fields, setFields] = useState(EMPTY);
  const [made, setMade] = useState<Schemas['Authorization'] | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const field = (name: keyof typeof EMPTY, required = true) => (
    <SecretField
      label={nameSecret(name)}
      required={required}
      value={fields[name]}
      onChange={(value) => setFields({ ...fields, [name]: value })}
    />
  );
  const send = async () => {
    const { client_id, client_secret, ...tokens } = givenSecrets(fields);
    const body: Schemas['AuthorizationWanted'] = way === 'token' ? { tokens } : { client_id, client_secret };
    try {
      setMade(await take(api.POST('/accounts/{id}/authorization', { params: { path: { id } }, body })));
      setFields(EMPTY);
      setTrouble(null);
    } catch (error) {
      setTrouble(tellRefusal(error));
    }
  };
  return (
    <>
      <Form onSend={() => void send()}>
        <ChoiceField
          label={t('What the platform gave you')}
          value={way}
          choices={[
            ['token', t('A token')],
            ['app', t('An app, for which somebody consents')],
          ]}
          onChange={setWay}
        />
        {way === 'token' ? (
          <>
            {field('access_token')}
            {field('refresh_token', false)}
          </>
        ) : (
          <>
            {field('client_id')}
            {field('client_secret')}
          </>
        )}
        {trouble && <ProblemBox trouble={trouble} />}
        <div class="dialog-foot">
          <button type="submit">{t('Keep it')}</button>
        </div>
      </Form>
      {made && (
        <div role="status">
          {isWebLink(made.authorize_url) ? (
            <>
              <p>{t('The app has to know this address:')}</p>
              <Once name={t('Redirect')} value={made.callback_url} />
              <p>
                <a href={made.authorize_url} target="_blank" rel="noopener noreferrer" class="button">
                  {t('Consent at the platform, within ten minutes')}
                </a>
              </p>
            </>
          ) : (
            <p>
              {t('Kept')} {made.sending && word(made.sending.state)}
            </p>
          )}
        </div>
      )}
    </>
  );
}

export function AuthorizeDialog(props: { id: string; title: string; onClose: () => void }) {
  const { id, title, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <AuthorizeForm id={id} />
    </Dialog>
  );
}
