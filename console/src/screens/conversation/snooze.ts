import type { Phrase } from '../../i18n/index.ts';

const MORNING = 9;

// When somebody may want to see it again, in their own zone. phrases are keys of the catalogue.
export function listSnoozes(now: Date): [Phrase, Date][] {
  const later = new Date(now.getTime() + 3 * 3_600_000);
  const tomorrow = atMorning(now, 1);
  const monday = atMorning(now, (8 - now.getDay()) % 7 || 7);
  return [
    ['In three hours', later],
    ['Tomorrow morning', tomorrow],
    ['Next Monday', monday],
  ];
}

function atMorning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}
// phrases: In three hours · Tomorrow morning · Next Monday
