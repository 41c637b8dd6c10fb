import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { Guard } from '../parts/guard.tsx';
import { Empty } from '../parts/states.tsx';
import { fetchConversation, InboxScreen } from '../screens/inbox/inbox.tsx';
import { SignIn } from '../screens/signin/sign-in.tsx';
import { Fetched, fetchPart } from './fetched.tsx';
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
  for (const load of [fetchConversation, ...LANGUAGES]) await load().catch(() => undefined);
  for (const [name, load] of Object.entries(LOADERS)) {
    try {
      await fetchPart(name, load);
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
  useEffect(loadWhenIdle, []);
  if (name === 'inbox') return <InboxScreen />;
  const load = LOADERS[name];
  return load ? <Fetched key={name} name={name} load={load} given={{}} /> : <Nowhere />;
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
