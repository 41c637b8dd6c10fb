import { signal } from '@preact/signals';
import type { ModeName } from './modes.ts';

// The way that a key asked for. It may come before the composer does, and is followed as soon as that is there.
export const wish = signal<{ id: string; mode: ModeName } | null>(null);

export function wishFor(id: string, mode: ModeName): void {
  wish.value = { id, mode };
}

export function dropWish(id: string | undefined): void {
  if (wish.value && wish.value.id !== id) wish.value = null;
}
