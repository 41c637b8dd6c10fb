import { type Signal, signal } from '@preact/signals';
import { atSignOut } from '../../app/session.ts';
import type { Way } from './modes.ts';

// Which template somebody is filling, and with what: in this tab's memory only, as its values are about a person.
export interface Filling {
  chosen: number;
  values: string[];
}

const all = new Map<string, Signal<Filling>>();

export function openFilling(conversation: string, way: Way): Signal<Filling> {
  const name = `${conversation}.${way.key}`;
  let found = all.get(name);
  if (!found) {
    found = signal({ chosen: 0, values: [] });
    all.set(name, found);
  }
  return found;
}

export function forgetFillings(conversation?: string): void {
  for (const name of all.keys()) {
    if (!conversation || name.startsWith(`${conversation}.`)) all.delete(name);
  }
}

atSignOut(() => forgetFillings());
