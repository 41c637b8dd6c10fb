import { has, type Trouble, take, untyped } from '../api/client.ts';
import { live } from './live-mark.tsx';
import { asTrouble } from './resource.ts';
import { pollAfter } from './rhythm.ts';
import { atSignOut } from './session.ts';

// What changed, as the API tells it. Pulled, so that nothing is missed: what comes late is in the next answer.
export interface Updates {
  cursor: string;
  poll_ms: number;
  console_version: string;
  reload: boolean;
  more: boolean;
  changes: { conversation: string; version: number | null; what: string[]; by: string | null }[];
  gone: string[];
  presence: { conversation: string; agent: string; state: string }[];
  notices: { kind: string; conversation: string; at: string | null }[];
  counts: Record<string, number>;
}

type Listener = (updates: Updates) => void;

const listeners = new Set<Listener>();
const CHANNEL = 'rapport.updates';
let isRunning = false;
let stop = new AbortController();
let failures = 0;
let lastUsed = Date.now();
// Where this tab stands, whoever asked: the one that takes over goes on from there.
let after = '';
let inLine = new AbortController();
let isAsking = false;

export function hasUpdates(): boolean {
  return has('GET /updates');
}

export function onUpdates(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(updates: Updates): void {
  after = updates.cursor;
  for (const each of listeners) each(updates);
}

// One tab asks for all of this browser: it holds the lock, the others listen. The one that is looked at takes it, so
// that nobody waits as long as a hidden tab does.
export function followUpdates(): void {
  if (isRunning || !hasUpdates()) return;
  isRunning = true;
  stop = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (event: MessageEvent<Updates>) => tell(event.data);
  for (const name of ['keydown', 'pointerdown'] as const) {
    addEventListener(name, () => {
      lastUsed = Date.now();
    });
  }
  const isSeen = () => document.visibilityState === 'visible';
  document.addEventListener(
    'visibilitychange',
    () => {
      if (isSeen() && !isAsking) void lead(channel, true);
    },
    { signal: stop.signal },
  );
  void lead(channel, isSeen());
}

async function lead(channel: BroadcastChannel, isSeen: boolean): Promise<void> {
  const end = stop.signal;
  const mine = new AbortController();
  let hasBegun = false;
  const run = async () => {
    hasBegun = true;
    isAsking = true;
    await ask(channel, AbortSignal.any([end, mine.signal]));
  };
  if (!navigator.locks) return run();
  inLine.abort();
  inLine = new AbortController();
  const how = isSeen ? { steal: true } : { signal: AbortSignal.any([end, inLine.signal]) };
  try {
    await navigator.locks.request(CHANNEL, how, run);
  } catch {
    // Another tab took it, or this one need not wait for it any longer.
    mine.abort();
    if (!hasBegun || end.aborted) return;
    isAsking = false;
    void lead(channel, false);
  }
}

async function ask(channel: BroadcastChannel, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    let wait = 0;
    try {
      const updates = await read();
      failures = 0;
      live.value = 'live';
      tell(updates);
      channel.postMessage(updates);
      wait = updates.more ? 0 : Math.max(updates.poll_ms, rest());
    } catch (error) {
      failures += 1;
      const trouble: Trouble = asTrouble(error);
      if (trouble.status === 401) return;
      live.value = navigator.onLine ? 'slow' : 'offline';
      wait = Math.max(rest(), trouble.retryAfter * 1000);
    }
    await sleep(wait, until);
  }
}

function rest(): number {
  return pollAfter({
    isHidden: document.visibilityState === 'hidden',
    isFocused: document.hasFocus(),
    usedMsAgo: Date.now() - lastUsed,
    failures,
  });
}

async function read(): Promise<Updates> {
  const query = after ? { after } : {};
  return await take<Updates>(untyped().GET('/updates', { params: { query } }));
}

// Woken when somebody comes back, so that what they look at is new.
function sleep(ms: number, until: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const wake = () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('online', wake);
      done();
    };
    const seen = () => document.visibilityState === 'visible' && wake();
    const timer = setTimeout(wake, ms);
    document.addEventListener('visibilitychange', seen);
    addEventListener('online', wake);
    until.addEventListener('abort', wake, { once: true });
  });
}

let firstVersion = '';

// Another one than when this page first asked: then something was deployed since.
export function isNewVersion(updates: Updates): boolean {
  firstVersion ||= updates.console_version;
  return updates.console_version !== firstVersion;
}

atSignOut(() => {
  stop.abort();
  isRunning = false;
  isAsking = false;
  after = '';
});
