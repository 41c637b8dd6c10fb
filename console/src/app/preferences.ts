import { signal } from '@preact/signals';
import { api, has, type Schemas, take } from '../api/client.ts';
import { chosenClock, findLocale, setLocale } from '../i18n/index.ts';
import { type Density, density, keysOn, type Theme, theme } from './look.ts';
import { asTrouble } from './resource.ts';
import { atSignIn, me } from './session.ts';
import { show } from './toasts.ts';
import { findOwnZone } from './zones.ts';

export type Preferences = Schemas['Preferences'];

// How a person wants the page to be. The server keeps it, so it is the same at every desk; this browser keeps only
// how it looks, for the time before somebody signs in.
export const preferences = signal<Preferences>({});

export async function adoptPreferences(found: Preferences): Promise<void> {
  preferences.value = found;
  if (found.theme) theme.value = found.theme as Theme;
  if (found.density) density.value = found.density as Density;
  if (found.shortcuts !== undefined) keysOn.value = found.shortcuts ? 'on' : 'off';
  chosenClock.value = { zone: found.zone ?? undefined, hourCycle: found.hour_cycle ?? undefined };
  const wanted = findLocale(found.locale);
  if (wanted) await setLocale(wanted, true);
}

atSignIn((found) => adoptPreferences(found.preferences ?? {}));

// Shown at once and kept on the server; what could not be kept is told, and stays as it is until the page is read anew.
export async function prefer(change: Preferences): Promise<void> {
  await adoptPreferences({ ...preferences.value, ...change });
  if (!has('PUT /me/preferences')) return;
  // What follows the brand or the browser is left out.
  const given = Object.entries(preferences.value).filter(([, value]) => value !== null);
  try {
    await take(api.PUT('/me/preferences', { body: Object.fromEntries(given) }));
  } catch (error) {
    show({ text: asTrouble(error).message, isBad: true });
  }
}

// The clock of whoever looks: their own choice, else this computer's.
export function zoneOfMine(): string {
  return preferences.value.zone ?? findOwnZone();
}

// The brand's clock, where it is another than the agent's; shown beside.
export function zoneOfBrand(): string | undefined {
  const zone = me.value?.brand?.zone;
  return zone && zone !== zoneOfMine() ? zone : undefined;
}
