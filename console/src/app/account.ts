import { Trouble } from '../api/client.ts';

// Signing in with the company's account: Cognito asks who it is, on its own page, and sends back a code. The page's
// server makes tokens of it; the one that lasts stays in a cookie that no script can read.

export interface Cognito {
  domain: string;
  client_id: string;
}

interface Kept {
  state: string;
  verifier: string;
  hash: string;
}

export interface Session {
  access_token: string | null;
  expires_in?: number;
}

const KEPT = 'rapport.sign-in';

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function makeSecret(): string {
  return encode(crypto.getRandomValues(new Uint8Array(32)));
}

export async function hashVerifier(verifier: string): Promise<string> {
  return encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

export function makeAuthorizeUrl(cognito: Cognito, home: string, state: string, challenge: string): string {
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: cognito.client_id,
    redirect_uri: home,
    scope: 'openid',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `${cognito.domain}/oauth2/authorize?${asked}`;
}

export function makeSignOutUrl(cognito: Cognito, home: string): string {
  return `${cognito.domain}/logout?${new URLSearchParams({ client_id: cognito.client_id, logout_uri: home })}`;
}

// The page's own address, to which Cognito sends people back: neither the hash nor what it added.
export function findHome(): string {
  return new URL('.', location.href).href;
}

export async function leaveToSignIn(cognito: Cognito): Promise<void> {
  const kept: Kept = { state: makeSecret(), verifier: makeSecret(), hash: location.hash };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  location.assign(makeAuthorizeUrl(cognito, findHome(), kept.state, await hashVerifier(kept.verifier)));
}

// Takes the code out of the address at once, and gives it only where this tab asked for one.
export function takeCodeFromAddress(): { code: string; verifier: string } | null {
  const said = new URLSearchParams(location.search);
  if (!said.has('code') && !said.has('error')) return null;
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  const kept = text ? (JSON.parse(text) as Kept) : null;
  history.replaceState(null, '', `${location.pathname}${kept?.hash || '#/'}`);
  const code = said.get('code');
  if (!code || !kept || said.get('state') !== kept.state) {
    throw new Trouble(401, 'unauthorized', 'You were not signed in. Try again.');
  }
  return { code, verifier: kept.verifier };
}

export async function askSession(method: 'POST' | 'DELETE', body: object = {}): Promise<Session> {
  let answer: Response;
  try {
    answer = await fetch('session', {
      method,
      headers: { 'x-rapport': '1', 'content-type': 'application/json' },
      body: method === 'POST' ? JSON.stringify(body) : null,
      cache: 'no-store',
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new Trouble(0, 'offline', 'The server cannot be reached.');
  }
  if (answer.status === 204) return { access_token: null };
  const told = (await answer.json().catch(() => ({}))) as Session & { code?: string; detail?: string };
  if (!answer.ok) {
    throw new Trouble(
      answer.status,
      told.code ?? 'garbage',
      told.detail ?? 'The server answered something unreadable.',
    );
  }
  return told;
}
