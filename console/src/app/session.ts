import { computed, signal } from '@preact/signals';
import { api, connect, type Schemas, Trouble, take } from '../api/client.ts';
import {
  askSession,
  type Cognito,
  findHome,
  leaveToSignIn,
  makeSignOutUrl,
  type Session,
  takeCodeFromAddress,
} from './account.ts';

export interface Config {
  api: string;
  version: string;
  sign_in: string[];
  cognito: Cognito | null;
}

export const config = signal<Config | null>(null);
export const me = signal<Schemas['Me'] | null>(null);
export const signInTrouble = signal<Trouble | null>(null);
export const isSigningIn = signal(false);

// For this tab only, and gone when it closes.
const KEPT = 'rapport.token';

export async function loadConfig(): Promise<void> {
  const answer = await fetch('config.json', { cache: 'no-store' });
  if (!answer.ok) throw new Trouble(answer.status, 'config', 'The page cannot read its settings.');
  const read = (await answer.json()) as Config;
  config.value = { ...read, api: new URL(read.api, document.baseURI).href.replace(/\/$/, '') };
}

// Takes the token out of the address at once: addresses are kept, shown and copied.
export function takeTokenFromAddress(): string {
  const found = /[#&]token=([^&]+)/.exec(location.hash);
  if (!found?.[1]) return '';
  history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  return decodeURIComponent(found[1]);
}

export function readKeptToken(): string {
  return sessionStorage.getItem(KEPT) ?? '';
}

export async function signIn(token: string): Promise<boolean> {
  const isIn = await enter(token);
  if (isIn) sessionStorage.setItem(KEPT, token);
  return isIn;
}

async function enter(token: string, renew?: () => Promise<string>): Promise<boolean> {
  isSigningIn.value = true;
  signInTrouble.value = null;
  connect({
    base: config.value?.api ?? '',
    token,
    onRefused: () => forgetSession(),
    ...(renew && { renew }),
  });
  try {
    const found = await take(api.GET('/me'));
    await Promise.all(onStart.map((begin) => begin(found)));
    me.value = found;
    return true;
  } catch (error) {
    signInTrouble.value = error instanceof Trouble ? error : new Trouble(0, 'unknown', String(error));
    return false;
  } finally {
    isSigningIn.value = false;
  }
}

// With the company's account: begins with the code in the address, or goes on with what the cookie says.
export async function resumeAccount(): Promise<void> {
  if (!config.value?.cognito) return;
  const code = takeCodeFromAddress();
  const session = await askSession('POST', code ?? {});
  if (!session.access_token || (await enter(session.access_token, renewToken))) return;
  if (signInTrouble.value?.status !== 401) return;
  signInTrouble.value = new Trouble(
    401,
    'unknown_agent',
    'Nobody let your account in yet. Ask who runs Rapport.',
  );
  await askSession('DELETE');
}

export async function signInByAccount(): Promise<void> {
  const cognito = config.value?.cognito;
  if (!cognito) return;
  isSigningIn.value = true;
  await leaveToSignIn(cognito);
}

let renewing: Promise<Session> | null = null;

// Access tokens last an hour. All requests that meet the end of one wait for the same new one.
async function renewToken(): Promise<string> {
  renewing ??= askSession('POST').finally(() => {
    renewing = null;
  });
  return (await renewing).access_token ?? '';
}

const onStart: ((found: Schemas['Me']) => Promise<void>)[] = [];
const onEnd: (() => void)[] = [];

// What has to stand before the first screen is drawn for somebody registers here.
export function atSignIn(begin: (found: Schemas['Me']) => Promise<void>): void {
  onStart.push(begin);
}

// What holds words of people registers here how to forget them.
export function atSignOut(forget: () => void): void {
  onEnd.push(forget);
}

function forgetSession(): void {
  sessionStorage.removeItem(KEPT);
  me.value = null;
}

export function signOut(): void {
  const cognito = sessionStorage.getItem(KEPT) === null ? config.value?.cognito : null;
  forgetSession();
  for (const forget of onEnd) forget();
  sessionStorage.clear();
  connect({ base: config.value?.api ?? '', token: '', onRefused: () => {} });
  if (cognito) void leaveAccount(cognito);
}

// Cognito remembers people for an hour by a cookie of its own: on a shared computer that has to end as well.
async function leaveAccount(cognito: Cognito): Promise<void> {
  isSigningIn.value = true;
  try {
    await askSession('DELETE');
    location.assign(makeSignOutUrl(cognito, findHome()));
  } catch (error) {
    signInTrouble.value = error instanceof Trouble ? error : new Trouble(0, 'unknown', String(error));
    isSigningIn.value = false;
  }
}

const scopes = computed(() => new Set(me.value?.scopes ?? []));

export function may(scope: string): boolean {
  return scopes.value.has(scope) || scopes.value.has('*');
}
