import { signal } from '@preact/signals';

// The server's time, learned from its answers: a countdown must not trust this machine's clock. `now` ticks once
// a second while the page is seen, so every countdown on it moves together.
class Clock {
  readonly now = signal(Date.now());
  private offset = 0;

  learn(date: string): void {
    const at = Date.parse(date);
    // Within two seconds the difference is the journey's and the header's rounding.
    const difference = at - Date.now();
    if (Number.isFinite(at)) this.offset = Math.abs(difference) > 2000 ? difference : 0;
  }

  start(): void {
    setInterval(() => {
      if (document.visibilityState === 'visible') this.now.value = Date.now() + this.offset;
    }, 1000);
  }
}

export const clock = new Clock();
