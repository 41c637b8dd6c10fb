import { readLocal, writeLocal } from '../../app/zones.ts';
import type { Phrase } from '../../i18n/index.ts';

const MORNING = 'T09:00';
const DAY_MS = 86_400_000;

// When somebody may want to see it again: mornings are those of their own zone.
export function listSnoozes(now: Date, zone: string): [Phrase, Date][] {
  const today = Date.parse(`${writeLocal(now, zone).slice(0, 10)}T00:00Z`);
  const weekday = new Date(today).getUTCDay();
  const morning = (days: number) =>
    readLocal(new Date(today + days * DAY_MS).toISOString().slice(0, 10) + MORNING, zone);
  return [
    ['In three hours', new Date(now.getTime() + 3 * 3_600_000)],
    ['Tomorrow morning', morning(1)],
    ['Next Monday', morning((8 - weekday) % 7 || 7)],
  ];
}
