let isUsed = false;

export function followFocus(): void {
  addEventListener('focusin', () => {
    isUsed = true;
  });
}

// Where what had the focus is gone (a form that was sent, what opened a dialog), the screen takes it: keys go on.
export function catchFocus(): void {
  if (!isUsed) return;
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) {
      document.getElementById('main')?.focus({ preventScroll: true });
    }
  });
}
