import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Trouble } from '../api/client.ts';
import { t } from '../i18n/index.ts';
import { Guard } from '../parts/guard.tsx';
import { Empty, ProblemBox, Skeleton } from '../parts/states.tsx';
import { InboxScreen } from '../screens/inbox/inbox.tsx';
import { SignIn } from '../screens/signin/sign-in.tsx';
import { asTrouble } from './resource.ts';
import { listRooms } from './rooms.ts';
import { place, room } from './router.ts';
import { useScreen } from './screen.ts';
import { me } from './session.ts';
import { Shell } from './shell.tsx';

type Screen = ComponentType;

// The inbox is what everybody opens first; every other room is fetched when it is entered, and all of them when the
// browser is idle, so that a deployment in between breaks no open page.
const LOADERS: Record<string, () => Promise<Screen>> = {
  people: async () => (await import('../screens/people/people.tsx')).PeopleScreen,
  segments: async () => (await import('../screens/segments/segments.tsx')).SegmentsScreen,
  posts: async () => (await import('../screens/posts/posts.tsx')).PostsScreen,
  trends: async () => (await import('../screens/trends/trends.tsx')).TrendsScreen,
  alerts: async () => (await import('../screens/alerts/alerts.tsx')).AlertsScreen,
  accounts: async () => (await import('../screens/accounts/accounts.tsx')).AccountsScreen,
  parked: async () => (await import('../screens/parked/parked.tsx')).ParkedScreen,
  search: async () => (await import('../screens/search/search.tsx')).SearchScreen,
  settings: async () => (await import('../screens/settings/settings.tsx')).SettingsScreen,
};

const loaded = new Map<string, Screen>([['inbox', InboxScreen]]);

const LANGUAGES = [() => import('../i18n/de.ts'), () => import('../i18n/ar.ts')];
const REST_MS = 2000;
let isFetched = false;

// Nothing waits for these: they come once the first screen shows something and the browser has nothing to do.
function loadWhenIdle(): () => void {
  const timer = setInterval(() => {
    if (document.body.dataset.ready !== 'true' || isFetched) return;
    isFetched = true;
    clearInterval(timer);
    requestIdleCallback(() => void loadRooms(), { timeout: 10_000 });
  }, REST_MS);
  return () => clearInterval(timer);
}

async function loadRooms(): Promise<void> {
  for (const load of LANGUAGES) await load().catch(() => undefined);
  for (const [name, load] of Object.entries(LOADERS)) {
    try {
      loaded.set(name, await load());
    } catch {
      return;
    }
  }
}

export function App() {
  if (!me.value) return <SignIn />;
  const name = (room.value === 'c' ? 'inbox' : room.value) || (listRooms()[0]?.name ?? 'settings');
  return (
    <Shell>
      <Guard at={place.value.parts.join('/')} title={t('This screen cannot be shown')}>
        <RoomOf name={name} />
      </Guard>
    </Shell>
  );
}

function RoomOf({ name }: { name: string }) {
  const [, drawAgain] = useState(0);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const load = LOADERS[name];
  const Found = loaded.get(name);
  useEffect(() => {
    if (!load || loaded.has(name)) return;
    load().then(
      (screen) => {
        loaded.set(name, screen);
        drawAgain((count) => count + 1);
      },
      (error) => setTrouble(asTrouble(error)),
    );
  }, [name]);
  useEffect(loadWhenIdle, []);
  if (Found) return <Found key={name} />;
  if (!load) return <Nowhere />;
  return (
    <main id="main" tabIndex={-1}>
      {trouble ? <ProblemBox trouble={trouble} /> : <Fetching />}
    </main>
  );
}

function Fetching() {
  useEffect(() => {
    document.body.dataset.ready = 'false';
  }, []);
  return <Skeleton />;
}

function Nowhere() {
  useScreen('nowhere', t('There is no such page'), true);
  return (
    <main id="main" tabIndex={-1}>
      <h1>{t('There is no such page')}</h1>
      <Empty title={t('The address leads nowhere.')}>
        <a href="#/">{t('Go to the first page')}</a>
      </Empty>
    </main>
  );
}
