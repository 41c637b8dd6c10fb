import { writeLocal } from '../../app/zones.ts';

const DAY_MS = 86_400_000;

// The last days of somebody's calendar, today with them.
export function lastDays(days: number, now: number, zone: string): { from: string; to: string } {
  const to = writeLocal(new Date(now), zone).slice(0, 10);
  const from = new Date(Date.parse(to) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  return { from, to };
}

// Returns a row for each day from the first to the last, in their order: those without a figure have this one.
export function fillDays<Row extends { key: string }>(
  rows: readonly Row[],
  { from, to }: { from: string; to: string },
  empty: Omit<Row, 'key'>,
): Row[] {
  const known = new Map(rows.map((each) => [each.key, each]));
  const filled: Row[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const key = new Date(at).toISOString().slice(0, 10);
    filled.push(known.get(key) ?? ({ ...empty, key } as Row));
  }
  return filled;
}

// Returns the rows of a figure; of days, every one of them.
export function listRows<Row extends { key: string }>(
  found: { from: string; to: string; data: readonly Row[] },
  by: string,
  empty: Omit<Row, 'key'>,
): readonly Row[] {
  return by === 'day' ? fillDays(found.data, found, empty) : found.data;
}

// By how much a figure changed; null where there was nothing before.
export function changeOf(now: number | null | undefined, before: number | null | undefined): number | null {
  return now == null || !before ? null : (now - before) / before;
}

// Of which days, and of which platform, messages are asked for.
export interface Asked {
  from: string;
  to: string;
  platform?: string;
}

// Which messages a bar is made of: its day, also where it is an hour, or its platform. Of a language none are told.
export function filterOf(by: string, key: string, days: Asked): Asked | undefined {
  if (by === 'platform') return { ...days, platform: key };
  if (by === 'language') return undefined;
  return { from: key.slice(0, 10), to: key.slice(0, 10) };
}

// Adds up hours of many days: seven days from Monday, each of 24 hours.
export function addUpHours(rows: readonly { key: string; count: number }[]): number[][] {
  const counts = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { key, count } of rows) {
    const [day = '', time] = key.split('T');
    const row = counts[(new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7];
    const hour = Number.parseInt(time ?? '', 10);
    if (row?.[hour] !== undefined) row[hour] += count;
  }
  return counts;
}
