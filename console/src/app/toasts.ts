import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  undo?: (() => void) | undefined;
  undoLabel?: string | undefined;
  isBad?: boolean | undefined;
  // Its button does something else than undo: the key for undoing passes it over.
  isNotice?: boolean | undefined;
}

const SHOWN_MS = 10_000;

export const toasts = signal<Toast[]>([]);
// The one polite live region: what is said to screen readers, at most one line at a time.
export const said = signal('');
let last = 0;

export function show(toast: Omit<Toast, 'id'>, ms = SHOWN_MS): number {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.slice(-2), { ...toast, id }];
  said.value = toast.text;
  setTimeout(() => dismiss(id), ms);
  return id;
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

// Undoes what can be undone last.
export function undoLast(): void {
  const found = toasts.value.findLast((each) => each.undo && !each.isNotice);
  if (!found) return;
  dismiss(found.id);
  found.undo?.();
}
