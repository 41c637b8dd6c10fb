import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { api, has, type Schemas, take, takeTagged } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { show } from '../../app/toasts.ts';
import { t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { INTENTS } from '../../parts/mood.tsx';
import type { Kept, Message } from './kept.ts';

const LABELS = ['negative', 'neutral', 'positive'] as const;
type Intent = (typeof INTENTS)[number];

// Of which message the label is being corrected: a key opens it too.
const corrected = signal('');

export function correctLast(kept: Kept): void {
  const last = kept.messages.value?.findLast((each) => each.direction === 'in' && each.sentiment);
  if (last) corrected.value = last.id;
}

export function CorrectLabel({ message }: { message: Message }) {
  if (!has('PATCH /interactions/{id}') || !may('interactions:write')) return null;
  return (
    <button
      type="button"
      class="plain small"
      onClick={() => {
        corrected.value = message.id;
      }}
    >
      {t('Correct')}
    </button>
  );
}

// Stands beside the thread, not in its message: that may be out of sight, and then out of the page.
export function Correction({ kept }: { kept: Kept }) {
  const message = kept.messages.value?.find((each) => each.id === corrected.value && each.sentiment);
  if (!message || !has('PATCH /interactions/{id}') || !may('interactions:write')) return null;
  const close = () => {
    corrected.value = '';
  };
  return <CorrectDialog key={message.id} message={message} kept={kept} onClose={close} />;
}

function CorrectDialog({ message, kept, onClose }: { message: Message; kept: Kept; onClose: () => void }) {
  const judged = message.sentiment!;
  const [label, setLabel] = useState<Schemas['Sentiment']['label']>(judged.label);
  const [intents, setIntents] = useState<readonly string[]>(judged.intent);
  const save = async () => {
    onClose();
    try {
      const path = { id: message.id };
      const now = await takeTagged(api.GET('/interactions/{id}', { params: { path } }));
      const body = { sentiment: label, intent: intents as Intent[] };
      const params = { path, header: { 'If-Match': now.etag } };
      const changed = await take(api.PATCH('/interactions/{id}', { params, body }));
      kept.messages.value = kept.messages.value?.map((each) => (each.id === changed.id ? changed : each));
      show({ text: t('Corrected: the engine is judged by it') });
    } catch (error) {
      show({ text: asTrouble(error).message, isBad: true });
    }
  };
  return (
    <Dialog title={t('Correct the label')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <fieldset>
          <legend>{t('How it is meant')}</legend>
          {LABELS.map((each) => (
            <label key={each} class="check">
              <input type="radio" name="label" checked={label === each} onChange={() => setLabel(each)} />
              {word(each)}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t('What it is about')}</legend>
          {INTENTS.map((each) => (
            <label key={each} class="check">
              <input
                type="checkbox"
                checked={intents.includes(each)}
                onChange={(event) =>
                  setIntents(
                    event.currentTarget.checked
                      ? [...intents, each]
                      : intents.filter((other) => other !== each),
                  )
                }
              />
              {word(each)}
            </label>
          ))}
        </fieldset>
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
