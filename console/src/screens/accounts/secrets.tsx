import type { PLATFORMS } from '../../api/generated/platforms.ts';
import { t } from '../../i18n/index.ts';

type Asked = (typeof PLATFORMS)[number]['secrets'][number];

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
          label={each.name}
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
