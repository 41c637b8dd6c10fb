import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, lastDays } from './period.ts';

test('today is the day that somebody’s clock shows', () => {
  const late = Date.parse('2026-03-03T23:00:00Z');
  assert.deepEqual(lastDays(7, late, 'UTC'), { from: '2026-02-25', to: '2026-03-03' });
  assert.deepEqual(lastDays(1, late, 'Asia/Kathmandu'), { from: '2026-03-04', to: '2026-03-04' });
});

test('a change is told of something only', () => {
  assert.equal(changeOf(15, 10), 0.5);
  assert.equal(changeOf(15, 0), null);
  assert.equal(changeOf(null, 3), null);
});
