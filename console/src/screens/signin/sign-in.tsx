import { useState } from 'preact/hooks';
import { useScreen } from '../../app/screen.ts';
import { config, isSigningIn, signIn, signInByAccount, signInTrouble } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { ProblemBox } from '../../parts/states.tsx';

export function SignIn() {
  const [token, setToken] = useState('');
  useScreen('sign-in', t('Sign in'), !isSigningIn.value);
  const ways = config.value?.sign_in ?? [];
  const trouble = signInTrouble.value;
  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim()) void signIn(token.trim());
        }}
      >
        <h1>Rapport</h1>
        {ways.includes('cognito') && (
          <button
            type="button"
            class="primary"
            disabled={isSigningIn.value}
            onClick={() => void signInByAccount()}
          >
            {t('Sign in with your company account')}
          </button>
        )}
        {ways.includes('token') && (
          <>
            <label>
              {t('API token')}
              <input
                type="text"
                class="secret"
                autocomplete="off"
                spellcheck={false}
                dir="ltr"
                value={token}
                onInput={(event) => setToken(event.currentTarget.value)}
              />
            </label>
            <p class="quiet small">{t('It stays in this tab and is forgotten when you close it.')}</p>
            <button
              type="submit"
              class={ways.includes('cognito') ? '' : 'primary'}
              disabled={isSigningIn.value}
            >
              {t('Sign in')}
            </button>
          </>
        )}
        {ways.length === 0 && <p>{t('Nobody can sign in here: the installation allows no way to.')}</p>}
        {trouble && <ProblemBox trouble={trouble} />}
      </form>
    </main>
  );
}
