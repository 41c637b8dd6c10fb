import { effect, signal } from '@preact/signals';

// How the page looks on this machine. Nothing of it is about a person, so it may stay in the browser.
export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

function keep<T extends string>(name: string, usual: T, allowed: readonly T[]) {
  const stored = localStorage.getItem(name);
  const chosen = signal<T>(allowed.find((each) => each === stored) ?? usual);
  effect(() => {
    if (chosen.value === usual) localStorage.removeItem(name);
    else localStorage.setItem(name, chosen.value);
  });
  return chosen;
}

export const theme = keep<Theme>('rapport.theme', 'system', ['system', 'light', 'dark']);
export const density = keep<Density>('rapport.density', 'comfortable', ['comfortable', 'compact']);
export const keysOn = keep<'on' | 'off'>('rapport.keys', 'on', ['on', 'off']);

export const width = signal(innerWidth);

export function followLooks(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const systemDark = signal(dark.matches);
  dark.addEventListener('change', () => {
    systemDark.value = dark.matches;
  });
  addEventListener('resize', () => {
    width.value = innerWidth;
  });
  effect(() => {
    const chosen = theme.value === 'system' ? (systemDark.value ? 'dark' : 'light') : theme.value;
    document.documentElement.dataset.theme = chosen;
    document.documentElement.dataset.density = density.value;
  });
}
