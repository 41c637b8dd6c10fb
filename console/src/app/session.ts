import { computed, signal } from '@preact/signals';
import { api, connect, type Schemas, Trouble, take } from '../api/client.ts';

export interface Config {
  api: string;
  version: string;
  sign_in: string[];
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
  isSigningIn.value = true;
  signInTrouble.value = null;
  connect({ base: config.value?.api ?? '', token, onRefused: () => forgetSession() });
  try {
    me.value = await take(api.GET('/me'));
    sessionStorage.setItem(KEPT, token);
    return true;
  } catch (error) {
    signInTrouble.value = error instanceof Trouble ? error : new Trouble(0, 'unknown', String(error));
    return false;
  } finally {
    isSigningIn.value = false;
  }
}

const onEnd: (() => void)[] = [];

// What holds words of people registers here how to forget them.
export function atSignOut(forget: () => void): void {
  onEnd.push(forget);
}

function forgetSession(): void {
  sessionStorage.removeItem(KEPT);
  me.value = null;
}

export function signOut(): void {
  forgetSession();
  for (const forget of onEnd) forget();
  sessionStorage.clear();
  connect({ base: config.value?.api ?? '', token: '', onRefused: () => {} });
}

const scopes = computed(() => new Set(me.value?.scopes ?? []));

export function may(scope: string): boolean {
  return scopes.value.has(scope) || scopes.value.has('*');
}
