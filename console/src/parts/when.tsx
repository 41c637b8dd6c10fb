import { clock } from '../app/clock.ts';
import { zoneOfBrand } from '../app/preferences.ts';
import { formatSince, formatTime } from '../i18n/index.ts';

// Exactly when, by this person's clock, and by the brand's where that is another.
function tellExactly(at: string, options: Intl.DateTimeFormatOptions): string {
  const zone = zoneOfBrand();
  const mine = formatTime(at, options);
  return zone ? `${mine} · ${zone} ${formatTime(at, options, zone)}` : mine;
}

// A moment, told from now; the title says exactly when.
export function When({ at, full = false }: { at: string | null | undefined; full?: boolean }) {
  if (!at) return null;
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return (
    <time dateTime={at} title={tellExactly(at, options)}>
      {full ? formatTime(at, options) : formatSince(at, clock.now.value)}
    </time>
  );
}

export function Clock({ at }: { at: string | null | undefined }) {
  if (!at) return null;
  return (
    <time dateTime={at} title={tellExactly(at, { dateStyle: 'full', timeStyle: 'long' })}>
      {formatTime(at, { hour: 'numeric', minute: '2-digit' })}
    </time>
  );
}

// A day of the calendar, which is the same day in every zone.
export function CalendarDay({ day }: { day: string }) {
  return <time dateTime={day}>{formatTime(`${day}T12:00:00Z`, { dateStyle: 'medium' }, 'UTC')}</time>;
}
