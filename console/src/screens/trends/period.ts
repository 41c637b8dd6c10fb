import { writeLocal } from '../../app/zones.ts';

const DAY_MS = 86_400_000;

// The last days of somebody's calendar, today with them.
export function lastDays(days: number, now: number, zone: string): { from: string; to: string } {
  const to = writeLocal(new Date(now), zone).slice(0, 10);
  const from = new Date(Date.parse(to) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  return { from, to };
}

// By how much a figure changed; null where there was nothing before.
export function changeOf(now: number | null | undefined, before: number | null | undefined): number | null {
  return now == null || !before ? null : (now - before) / before;
}
