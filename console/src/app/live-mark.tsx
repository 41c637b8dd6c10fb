import { effect, signal } from '@preact/signals';
import { t } from '../i18n/index.ts';

export type Live = 'live' | 'slow' | 'offline' | 'paused';

export const live = signal<Live>('live');

const SAID = { live: 'Live', slow: 'Slow', offline: 'Offline', paused: 'Paused' } as const;

effect(() => {
  document.body.dataset.live = live.value;
});

export function followConnection(): void {
  const tell = () => {
    if (!navigator.onLine) live.value = 'offline';
    else if (live.value === 'offline') live.value = 'live';
  };
  addEventListener('online', tell);
  addEventListener('offline', tell);
  tell();
}

export function LiveMark() {
  return (
    <span class={`live live-${live.value}`}>
      <i aria-hidden="true" /> {t(SAID[live.value])}
    </span>
  );
}
