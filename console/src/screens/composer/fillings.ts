import { type Signal, signal } from '@preact/signals';
import { keepByWay } from './by-way.ts';
import type { Way } from './modes.ts';

// Which template somebody is filling, and with what: in this tab's memory only, as its values are about a person.
export interface Filling {
  chosen: number;
  values: string[];
}

const fillings = keepByWay<Signal<Filling>>(() => signal({ chosen: 0, values: [] }));

export function openFilling(conversation: string, way: Way): Signal<Filling> {
  return fillings.open(conversation, way.key);
}

export const forgetFillings = fillings.forget;
