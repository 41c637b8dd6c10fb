import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLocal, writeLocal } from './zones.ts';

test('what the clocks of a zone show is read as that moment, and written back', () => {
  for (const [text, zone, at] of [
    ['2026-11-29T09:00', 'Asia/Kathmandu', '2026-11-29T03:15:00.000Z'],
    ['2026-11-29T09:00', 'America/New_York', '2026-11-29T14:00:00.000Z'],
    ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
    ['2026-03-01T23:30', 'Pacific/Kiritimati', '2026-03-01T09:30:00.000Z'],
  ] as const) {
    assert.equal(readLocal(text, zone).toISOString(), at);
    assert.equal(writeLocal(new Date(at), zone), text);
  }
});

test('on the nights when clocks are changed, an hour that is skipped is the one after, a double one the first', () => {
  const read = (text: string) => readLocal(text, 'Europe/Berlin').toISOString();
  assert.equal(read('2026-03-29T01:30'), '2026-03-29T00:30:00.000Z');
  assert.equal(read('2026-03-29T02:30'), '2026-03-29T01:30:00.000Z');
  assert.equal(read('2026-03-29T03:30'), '2026-03-29T01:30:00.000Z');
  assert.equal(read('2026-10-25T02:30'), '2026-10-25T00:30:00.000Z');
  assert.equal(read('2026-10-25T03:30'), '2026-10-25T02:30:00.000Z');
});
