import { api, has, take } from '../../api/client.ts';
import { may, me } from '../../app/session.ts';
import { locale, nameLanguage, t } from '../../i18n/index.ts';
import { attempt } from '../../parts/page.tsx';
import { Words } from '../../parts/text.tsx';
import type { Kept, Message } from './kept.ts';

const ROUTE = 'POST /interactions/{id}/translation';

// In what somebody reads: the language of the page.
function findMine(): string {
  return locale.value.split('-')[0] ?? 'en';
}

function isForeign(message: Message): boolean {
  if (!has(ROUTE) || !may('conversations:read') || message.deleted || message.unreadable || !message.text)
    return false;
  return (
    Boolean(me.value?.brand.translates?.includes(message.platform)) &&
    message.language?.split('-')[0] !== findMine()
  );
}

// The last one of theirs that can be translated: a key does it too.
export function findLastForeign(kept: Kept): Message | undefined {
  return kept.messages.value?.findLast((each) => each.direction === 'in' && isForeign(each));
}

export function translateLast(kept: Kept): void {
  const last = findLastForeign(kept);
  if (last) void toggle(kept, last);
}

function toggle(kept: Kept, message: Message): Promise<boolean> {
  return attempt('', async () => {
    const { [message.id]: shown, ...others } = kept.translations.value;
    if (shown) {
      kept.translations.value = others;
      return;
    }
    const params = { path: { id: message.id } };
    const body = { to: findMine() as 'en' };
    const made = await take(api.POST('/interactions/{id}/translation', { params, body }));
    kept.translations.value = { ...kept.translations.value, [message.id]: made };
  });
}

// Where the brand or the platform's terms let no text go to the translator, there is no button.
export function Translate({ message, kept }: { message: Message; kept: Kept }) {
  if (!isForeign(message)) return null;
  return (
    <button
      type="button"
      class="plain small"
      aria-pressed={Boolean(kept.translations.value[message.id])}
      onClick={() => void toggle(kept, message)}
    >
      {t('Translate')}
    </button>
  );
}

// Beside the original, which stays: a machine may be wrong.
export function Translated({ message, kept }: { message: Message; kept: Kept }) {
  const made = kept.translations.value[message.id];
  if (!made || !isForeign(message)) return null;
  return (
    <div class="translation" data-testid="translation" lang={made.to}>
      <p class="small quiet">
        {t('Translated from {language} by a machine', { language: nameLanguage(made.language) })}
      </p>
      <p>
        <Words text={made.text} />
        {!made.complete && <span class="quiet"> {t('(shortened)')}</span>}
      </p>
    </div>
  );
}
