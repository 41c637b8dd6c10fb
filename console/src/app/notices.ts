import { effect, signal } from '@preact/signals';
import { formatNumber, t } from '../i18n/index.ts';
import { preferences } from './preferences.ts';
import { atSignOut } from './session.ts';
import { onUpdates, type Updates } from './updates.ts';

// What came for this agent while nobody looked: a number in the title, a dot in the icon, a sound and a notice where
// they want them. A notice carries the number and no word of anybody; the next one takes its place.
export const missed = signal(0);
const MOST_KNOWN = 500;
const known = new Set<string>();
let isFirst = true;

export function followNotices(): void {
  onUpdates(takeNotices);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') missed.value = 0;
  });
  effect(() => markIcon(missed.value > 0));
}

function takeNotices(updates: Updates): void {
  const fresh = updates.notices
    .map((each) => `${each.kind} ${each.conversation} ${each.at}`)
    .filter((each) => !known.has(each));
  for (const each of fresh) known.add(each);
  for (const each of known) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(each);
  }
  // The first answer tells of what was there before the page was.
  const isOld = isFirst;
  isFirst = false;
  if (isOld || !fresh.length || document.visibilityState === 'visible') return;
  missed.value += fresh.length;
  if (preferences.value.sound) beep();
  if (preferences.value.notices) tellDesktop(missed.value);
}

function tellDesktop(count: number): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const text = t('{count} for you', { count });
  const notice = new Notification('Rapport', { body: text, tag: 'rapport', silent: true });
  notice.onclick = () => window.focus();
}

export async function askForNotices(): Promise<boolean> {
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted';
}

const BEEP_S = 0.15;

// Made here, so that no file is fetched for it.
function beep(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  loudness.gain.value = 0.08;
  tone.frequency.value = 660;
  tone.connect(loudness).connect(audio.destination);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + BEEP_S);
}

export function titleOf(title: string): string {
  return missed.value ? `(${formatNumber(missed.value)}) ${title} · Rapport` : `${title} · Rapport`;
}

function markIcon(isMarked: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link) return;
  link.dataset.usual ??= link.href;
  link.href = isMarked ? MARKED : (link.dataset.usual ?? link.href);
}

const MARKED = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#2456d6"/><circle cx="23" cy="9" r="8" fill="#e02b2b" stroke="#fff" stroke-width="2"/></svg>',
)}`;

atSignOut(() => {
  missed.value = 0;
  known.clear();
  isFirst = true;
});
