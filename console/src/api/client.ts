import createClient, { type Client } from 'openapi-fetch';
import { clock } from '../app/clock.ts';
import { ROUTES } from './generated/routes.ts';
import type { components, paths } from './generated/schema.ts';

export type Schemas = components['schemas'];

// What went wrong, in the API's own words where it had any.
export class Trouble extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly retryAfter: number;

  constructor(status: number, code: string, detail: string, requestId = '', retryAfter = 0) {
    super(detail);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }
}

// A part whose route the API does not have is not drawn.
export function has(route: string): boolean {
  return ROUTES.has(route);
}

interface Connection {
  base: string;
  token: string;
  onRefused: () => void;
  // Gives a new token for one that has run out; an empty one when the session is over.
  renew?: () => Promise<string>;
}

let connection: Connection = { base: '', token: '', onRefused: () => {} };
export let api: Client<paths> = createClient<paths>({ baseUrl: '' });

export function connect(next: Connection): void {
  connection = next;
  api = createClient<paths>({ baseUrl: next.base, fetch: ask });
}

const TIMEOUT_MS = 35_000;

async function ask(request: Request): Promise<Response> {
  const used = connection;
  const again = used.renew ? request.clone() : null;
  const answer = await send(request, used.token);
  if (answer.status !== 401 || !used.renew || !again) return answer;
  const token = await used.renew();
  if (!token) return answer;
  used.token = token;
  return send(again, token);
}

async function send(request: Request, token: string): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${token}`);
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  const signal = AbortSignal.any([request.signal, limit]);
  try {
    const answer = await fetch(
      new Request(request, { headers, signal, credentials: 'omit', cache: 'no-store' }),
    );
    const at = answer.headers.get('date');
    if (at) clock.learn(at);
    return answer;
  } catch (error) {
    if (request.signal.aborted) throw error;
    const code = limit.aborted ? 'timeout' : 'offline';
    throw new Trouble(
      0,
      code,
      code === 'timeout' ? 'The server did not answer in time.' : 'The server cannot be reached.',
    );
  }
}

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

// Takes what openapi-fetch answers: returns the data, or throws a Trouble.
export async function take<T>(pending: Promise<Answered<T>>): Promise<T> {
  return (await takeTagged(pending)).data;
}

export async function takeTagged<T>(pending: Promise<Answered<T>>): Promise<{ data: T; etag: string }> {
  let answered: Answered<T>;
  try {
    answered = await pending;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Trouble(0, 'garbage', 'The server answered something unreadable.');
    throw error;
  }
  const { data, error, response } = answered;
  if (response.ok && data && typeof data === 'object') {
    return { data, etag: response.headers.get('etag') ?? '' };
  }
  throw readTrouble(error, response);
}

function readTrouble(error: unknown, response: Response): Trouble {
  if (response.status === 401) connection.onRefused();
  const said = (typeof error === 'object' && error !== null ? error : {}) as Partial<Schemas['Problem']>;
  const code =
    typeof said.code === 'string' ? said.code : response.ok ? 'garbage' : `status_${response.status}`;
  const detail = typeof said.detail === 'string' ? said.detail : 'The server answered something unreadable.';
  const wait = Number(response.headers.get('retry-after') ?? 0);
  return new Trouble(response.status, code, detail, said.request_id ?? '', Number.isFinite(wait) ? wait : 0);
}

// For a route that the description of the API may not have yet; `has` says whether it is there.
export interface Untyped {
  GET: (path: string, init?: object) => Promise<Answered<never>>;
  PUT: (path: string, init?: object) => Promise<Answered<never>>;
}

export function untyped(): Untyped {
  return api as unknown as Untyped;
}

export function newKey(): string {
  return crypto.randomUUID();
}
