import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSnoozes } from './snooze.ts';

test('a morning is that of the agent, also over a night when the clocks change', () => {
  const saturday = new Date('2026-10-24T20:00:00Z');
  const [, tomorrow, monday] = listSnoozes(saturday, 'Europe/Berlin').map(([, at]) => at.toISOString());
  assert.equal(tomorrow, '2026-10-25T08:00:00.000Z');
  assert.equal(monday, '2026-10-26T08:00:00.000Z');
  const [, later] = listSnoozes(saturday, 'Asia/Tokyo').map(([, at]) => at.toISOString());
  assert.equal(later, '2026-10-26T00:00:00.000Z');
});
