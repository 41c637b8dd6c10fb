import { Trouble } from '../../api/client.ts';
import type { PLATFORMS } from '../../api/generated/platforms.ts';
import { asTrouble } from '../../app/resource.ts';
import { type Phrase, t } from '../../i18n/index.ts';
import { nameFields } from './refused.ts';

type Asked = (typeof PLATFORMS)[number]['secrets'][number];
type Pasted = 'access_token' | 'refresh_token' | 'client_id' | 'client_secret';

// What people call what they paste; the API's own names are for programs. A platform's new one is lacking here at once.
const TITLES: Record<Asked['name'] | Pasted, Phrase> = {
  access_token: 'Access token',
  app_id: 'App ID',
  app_secret: 'App secret',
  auth_token: 'Token of the bot',
  channel_secret: 'Channel secret',
  client_id: 'Client ID',
  client_secret: 'Client secret',
  consumer_secret: 'API key secret',
  encoding_aes_key: 'Encoding key (AES)',
  expected_audience: 'Expected audience',
  expected_email: 'Expected e-mail address',
  expected_topics: 'Subscribed feeds',
  hub_secret: 'Secret for the hub',
  jwks: 'Further public keys (JWKS)',
  public_key: 'Public key',
  public_keys: 'Public keys',
  refresh_token: 'Refresh token',
  secret: 'Secret',
  secret_token: 'Secret token',
  security_token: 'Security token',
  signing_certificate: 'Signing certificate',
  signing_secret: 'Signing secret',
  sites: 'Our sites',
  token: 'Token',
  verify_token: 'Verify token',
};

export function nameSecret(name: string): string {
  const title = (TITLES as Record<string, Phrase | undefined>)[name];
  return title ? t(title) : name;
}

// What was refused, in the words of these forms.
export function tellRefusal(error: unknown): Trouble {
  const { status, code, message, requestId, retryAfter } = asTrouble(error);
  const titles: Record<string, string> = {
    native_id: t('Id of the account on the platform'),
    title: t('Title'),
    secrets: t('Secrets'),
    tokens: t('What the platform gave you'),
  };
  for (const [name, title] of Object.entries(TITLES)) titles[name] = t(title);
  return new Trouble(status, code, nameFields(message, titles), requestId, retryAfter);
}

export function SecretField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  help?: string;
  required?: boolean;
}) {
  return (
    <label>
      <span dir="auto">{props.label}</span>
      <input
        type="text"
        class="secret"
        autocomplete="off"
        spellcheck={false}
        dir="ltr"
        required={props.required}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      {props.help && <span class="quiet small">{props.help}</span>}
    </label>
  );
}

// What a platform gives its owner to paste here; what was pasted is never shown again.
export function SecretFields(props: {
  asked: readonly Asked[];
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
}) {
  return (
    <>
      {props.asked.map((each) => (
        <SecretField
          key={each.name}
          label={nameSecret(each.name)}
          required={!each.isMadeUp && !each.isOptional}
          value={props.values[each.name] ?? ''}
          onChange={(value) => props.onChange({ ...props.values, [each.name]: value })}
          help={[
            each.help,
            each.isMadeUp && t('Made for you where you give none.'),
            each.isOptional && t('One of several ways: any of them will do.'),
          ]
            .filter(Boolean)
            .join(' ')}
        />
      ))}
    </>
  );
}

// Without what was left empty.
export function givenSecrets(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
}
