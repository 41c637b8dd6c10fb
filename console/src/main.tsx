import { render } from 'preact';
import { App } from './app/app.tsx';
import { clock } from './app/clock.ts';
import { followFocus } from './app/focus.ts';
import { listenToKeys } from './app/keys.ts';
import { followConnection } from './app/live-mark.tsx';
import { followLooks } from './app/look.ts';
import { followNotices } from './app/notices.ts';
import { asTrouble } from './app/resource.ts';
import { followAddress } from './app/router.ts';
import {
  loadConfig,
  readKeptToken,
  resumeAccount,
  signIn,
  signInTrouble,
  takeTokenFromAddress,
} from './app/session.ts';
import { chooseFirstLocale, prepareFormats, setLocale } from './i18n/index.ts';

async function start(): Promise<void> {
  followLooks();
  followFocus();
  followConnection();
  followNotices();
  listenToKeys();
  const token = takeTokenFromAddress() || readKeptToken();
  try {
    await Promise.all([setLocale(chooseFirstLocale()), loadConfig()]);
    const signing = token ? signIn(token) : resumeAccount();
    prepareFormats();
    await signing;
  } catch (error) {
    signInTrouble.value = asTrouble(error);
  }
  followAddress();
  clock.start();
  const root = document.getElementById('app');
  if (root) render(<App />, root);
}

void start();
