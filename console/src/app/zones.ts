// Times as a zone's clocks show them. Intl knows the zones, but cannot read a time of one.
const MINUTE_MS = 60_000;

export function findOwnZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// The zones to choose from, with the one chosen: browsers know some by an older name only.
export function listZones(chosen: string | null | undefined): string[] {
  return [...new Set([...(chosen ? [chosen] : []), ...Intl.supportedValuesOf('timeZone')])];
}

// Returns the moment at which the clocks of a zone show this, as `2026-11-29T09:00`. Of an hour that the clocks skip
// it is the hour after; of one that comes twice, the first.
export function readLocal(text: string, zone: string): Date {
  const shown = Date.parse(`${text}Z`);
  const before = shown - offsetAt(shown - 24 * 60 * MINUTE_MS, zone);
  if (before + offsetAt(before, zone) === shown) return new Date(before);
  const after = shown - offsetAt(shown + 24 * 60 * MINUTE_MS, zone);
  return new Date(after + offsetAt(after, zone) === shown ? after : before);
}

// Returns what the clocks of a zone show, in the form that fields for a date and a time take.
export function writeLocal(at: Date, zone: string): string {
  const minutes = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  return new Date(minutes + offsetAt(minutes, zone)).toISOString().slice(0, 16);
}

function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const read = (name: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === name)?.value ?? 0);
  const shown = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
