import { density, keysOn, type Theme, theme } from '../../app/look.ts';
import { askForNotices } from '../../app/notices.ts';
import { prefer, preferences } from '../../app/preferences.ts';
import { me } from '../../app/session.ts';
import { show } from '../../app/toasts.ts';
import { findOwnZone, listZones } from '../../app/zones.ts';
import { LOCALES, type Locale, locale, t, word } from '../../i18n/index.ts';
import { CheckField, ChoiceField } from '../../parts/form.tsx';
import { OwnKeys } from './own-keys.tsx';
import { Rights } from './rights.tsx';

const NAMES: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
  'en-XA': 'Pseudo (en-XA)',
};

// How a person wants the page to be, at whichever desk they sit.
export function Mine() {
  const mine = preferences.value;
  const zones = ['', ...listZones(mine.zone)];
  const turnNotices = async (notices: boolean) => {
    if (notices && !(await askForNotices()))
      show({ text: t('This browser does not let the page show notices.'), isBad: true });
    else await prefer({ notices });
  };
  return (
    <section aria-labelledby="mine">
      <h2 id="mine">{t('How the page is for you')}</h2>
      <p>
        <bdi>{me.value?.id}</bdi> · {word(me.value?.role)}
      </p>
      <div class="fields">
        <ChoiceField
          label={t('Language')}
          value={locale.value}
          choices={LOCALES.map((each) => [each, NAMES[each]])}
          onChange={(value) => void prefer({ locale: value })}
        />
        <ChoiceField
          label={t('Time zone')}
          value={mine.zone ?? ''}
          choices={zones.map((each) => [
            each,
            each || t('As this computer: {zone}', { zone: findOwnZone() }),
          ])}
          onChange={(value) => void prefer({ zone: value || null })}
        />
        <ChoiceField
          label={t('Hours')}
          value={mine.hour_cycle ?? ''}
          choices={[
            ['', t('As usual')],
            ['h12', t('1 to 12')],
            ['h23', t('0 to 23')],
          ]}
          onChange={(value) => void prefer({ hour_cycle: value || null })}
        />
        <ChoiceField
          label={t('Colours')}
          value={theme.value}
          choices={[
            ['system', t('As the system')],
            ['light', t('Light')],
            ['dark', t('Dark')],
          ]}
          onChange={(value) => void prefer({ theme: value as Theme })}
        />
        <ChoiceField
          label={t('Density')}
          value={density.value}
          choices={[
            ['comfortable', t('Comfortable')],
            ['compact', t('Compact')],
          ]}
          onChange={(value) => void prefer({ density: value })}
        />
        <CheckField
          label={t('Keys of one letter act')}
          isOn={keysOn.value === 'on'}
          onChange={(shortcuts) => void prefer({ shortcuts })}
        />
        <CheckField
          label={t('A sound for what is yours, while you look elsewhere')}
          isOn={mine.sound ?? false}
          onChange={(sound) => void prefer({ sound })}
        />
        <CheckField
          label={t('A notice with the number of what is yours')}
          isOn={mine.notices ?? false}
          onChange={(notices) => void turnNotices(notices)}
        />
      </div>
      <OwnKeys />
      <h3>{t('What you may do')}</h3>
      <Rights scopes={me.value?.scopes ?? []} />
    </section>
  );
}
