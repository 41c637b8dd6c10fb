import { type Density, density, keysOn, type Theme, theme } from '../../app/look.ts';
import { me } from '../../app/session.ts';
import { LOCALES, type Locale, locale, setLocale, t, word } from '../../i18n/index.ts';

const NAMES: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
  'en-XA': 'Pseudo (en-XA)',
};

// What a person sets for this browser.
export function Mine() {
  return (
    <section aria-labelledby="mine">
      <h2 id="mine">{t('On this browser')}</h2>
      <p>
        <bdi>{me.value?.id}</bdi> · {word(me.value?.role)}
      </p>
      <div class="fields">
        <label>
          {t('Language')}
          <select
            value={locale.value}
            onChange={(event) => void setLocale(event.currentTarget.value as Locale, true)}
          >
            {LOCALES.map((each) => (
              <option key={each} value={each}>
                {NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('Colours')}
          <select
            value={theme.value}
            onChange={(event) => {
              theme.value = event.currentTarget.value as Theme;
            }}
          >
            <option value="system">{t('As the system')}</option>
            <option value="light">{t('Light')}</option>
            <option value="dark">{t('Dark')}</option>
          </select>
        </label>
        <label>
          {t('Density')}
          <select
            value={density.value}
            onChange={(event) => {
              density.value = event.currentTarget.value as Density;
            }}
          >
            <option value="comfortable">{t('Comfortable')}</option>
            <option value="compact">{t('Compact')}</option>
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={keysOn.value === 'on'}
            onChange={(event) => {
              keysOn.value = event.currentTarget.checked ? 'on' : 'off';
            }}
          />
          {t('Keys of one letter act')}
        </label>
      </div>
      <h3>{t('What you may do')}</h3>
      <ul class="scopes">
        {(me.value?.scopes ?? []).map((each) => (
          <li key={each}>
            <code dir="ltr">{each}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
