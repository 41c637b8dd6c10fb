// How long to wait before asking again: often while somebody works, seldom while nobody looks, less after failures.
export interface Attention {
  isHidden: boolean;
  isFocused: boolean;
  usedMsAgo: number;
  failures: number;
}

const LONGEST_MS = 120_000;

export function pollAfter(attention: Attention, chance = Math.random()): number {
  const usual = attention.isHidden
    ? 60_000
    : !attention.isFocused
      ? 15_000
      : attention.usedMsAgo > 60_000
        ? 5_000
        : 2_500;
  const grown = Math.min(LONGEST_MS, usual * 2 ** Math.min(attention.failures, 6));
  // Not all at once after a failure that everybody saw.
  return attention.failures ? grown * (0.5 + chance / 2) : grown;
}
