import { clock } from '../app/clock.ts';
import { formatSince, formatTime } from '../i18n/index.ts';

// A moment, told from now; the title says exactly when, in this person's zone.
export function When({ at, full = false }: { at: string | null | undefined; full?: boolean }) {
  if (!at) return null;
  const exact = formatTime(at, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <time dateTime={at} title={exact}>
      {full ? exact : formatSince(at, clock.now.value)}
    </time>
  );
}

export function Clock({ at }: { at: string | null | undefined }) {
  if (!at) return null;
  return (
    <time dateTime={at} title={formatTime(at, { dateStyle: 'full', timeStyle: 'long' })}>
      {formatTime(at, { hour: 'numeric', minute: '2-digit' })}
    </time>
  );
}
