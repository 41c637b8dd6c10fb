import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, lastDays, periodBefore } from './period.ts';

test('the period before is as long, and ends where this one begins', () => {
  const week = lastDays(7, Date.parse('2026-03-03T23:00:00Z'));
  assert.deepEqual(week, { from: '2026-02-25', to: '2026-03-03' });
  assert.deepEqual(periodBefore(week), { from: '2026-02-18', to: '2026-02-24' });
});

test('a change is told of something only', () => {
  assert.equal(changeOf(15, 10), 0.5);
  assert.equal(changeOf(15, 0), null);
  assert.equal(changeOf(null, 3), null);
});
