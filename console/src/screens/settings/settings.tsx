import { useScreen } from '../../app/screen.ts';
import { t } from '../../i18n/index.ts';
import { Mine } from './mine.tsx';

export function SettingsScreen() {
  useScreen('settings', t('Settings'), true);
  return (
    <main id="main" tabIndex={-1} class="page">
      <h1>{t('Settings')}</h1>
      <Mine />
    </main>
  );
}
