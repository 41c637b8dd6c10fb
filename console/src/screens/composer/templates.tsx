import type { Schemas } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';
import { Words } from '../../parts/text.tsx';
import type { Kept } from '../conversation/kept.ts';
import { fillPlaces, isFilled } from './filling.ts';
import { openFilling } from './fillings.ts';
import type { Way } from './modes.ts';
import { sendTemplate } from './sending.ts';

// What may still be sent where the time to answer is over: chosen, filled, read as it will be read, and sent.
export function TemplateForm(props: { kept: Kept; way: Way; templates: Schemas['Template'][] }) {
  const { kept, way, templates } = props;
  const filling = openFilling(kept.id, way);
  const { chosen, values } = filling.value;
  const template = templates[chosen] ?? templates[0];
  if (!template) return null;
  const name = `${template.name}, ${template.language}`;
  const send = async () => {
    filling.value = { chosen, values: [] };
    const filled = template.variables.map((_, place) => values[place]?.trim() ?? '');
    await sendTemplate(kept, way, template, filled, () => {
      filling.value = { chosen, values };
    });
  };
  return (
    <fieldset class="card template" data-testid="template" data-name={template.name}>
      <legend>{t('A template can still be sent')}</legend>
      <label>
        {t('Template')}
        <select
          value={String(chosen)}
          onChange={(event) => {
            filling.value = { chosen: Number(event.currentTarget.value), values: [] };
          }}
        >
          {templates.map((each, place) => (
            <option key={`${each.name}.${each.language}`} value={String(place)}>
              {`${each.name}, ${each.language}`}
            </option>
          ))}
        </select>
      </label>
      {template.variables.map((variable, place) => (
        <label key={`${name}.${variable}`}>
          <bdi>{`{{${variable}}}`}</bdi>
          <input
            dir="auto"
            maxLength={1000}
            value={values[place] ?? ''}
            onInput={(event) => {
              const next = template.variables.map((_, at) => values[at] ?? '');
              next[place] = event.currentTarget.value;
              filling.value = { chosen, values: next };
            }}
            onKeyDown={(event) => {
              // One key more than the form's own: Enter in a field does not send what cannot be taken back.
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        </label>
      ))}
      <blockquote dir="auto" data-testid="template-preview">
        <Words text={fillPlaces(template, values)} />
      </blockquote>
      <button
        type="button"
        class="send private"
        disabled={!isFilled(template, values)}
        onClick={() => void send()}
      >
        {t('Send template')}
      </button>
    </fieldset>
  );
}
