import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollAfter } from './rhythm.ts';

const working = { isHidden: false, isFocused: true, usedMsAgo: 0, failures: 0 };

test('asked often while somebody works, seldom while nobody looks', () => {
  assert.equal(pollAfter(working), 2_500);
  assert.equal(pollAfter({ ...working, usedMsAgo: 90_000 }), 5_000);
  assert.equal(pollAfter({ ...working, isFocused: false }), 15_000);
  assert.equal(pollAfter({ ...working, isHidden: true }), 60_000);
});

test('a failure makes it wait longer, each time, to a limit, and not for all the same', () => {
  const times = [1, 2, 3, 9].map((failures) => pollAfter({ ...working, failures }, 1));
  assert.deepEqual(times, [5_000, 10_000, 20_000, 120_000]);
  assert.equal(pollAfter({ ...working, failures: 1 }, 0), 2_500);
});
