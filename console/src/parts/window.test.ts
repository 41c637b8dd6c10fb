import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFocused } from './window.ts';

test('the row with the focus stays in the page with its neighbours, in its order', () => {
  const range = { startIndex: 10, endIndex: 12, overscan: 1, count: 20 };
  assert.deepEqual(withFocused(range, -1), [9, 10, 11, 12, 13]);
  assert.deepEqual(withFocused(range, 0), [0, 1, 9, 10, 11, 12, 13]);
  assert.deepEqual(withFocused(range, 13), [9, 10, 11, 12, 13, 14]);
  assert.deepEqual(withFocused(range, 19), [9, 10, 11, 12, 13, 18, 19]);
});
