import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addUpHours, changeOf, fillDays, filterOf, lastDays } from './period.ts';

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

test('a bar is made of the messages of its day or platform', () => {
  const days = { from: '2026-11-01', to: '2026-11-07' };
  const day = { from: '2026-11-03', to: '2026-11-03' };
  assert.deepEqual(filterOf('day', '2026-11-03', days), day);
  assert.deepEqual(filterOf('hour', '2026-11-03T13:00:00+01:00', days), day);
  assert.deepEqual(filterOf('platform', 'x', days), { ...days, platform: 'x' });
  assert.equal(filterOf('language', 'de', days), undefined);
});

test('hours are added up by the day of the week and the clock they were told in', () => {
  const counts = addUpHours([
    { key: '2026-11-02T09:00:00+01:00', count: 2 },
    { key: '2026-11-09T09:00:00+01:00', count: 3 },
    { key: '2026-11-08T23:00:00Z', count: 1 },
    { key: '2026-11-08', count: 7 },
  ]);
  assert.equal(counts[0]?.[9], 5);
  assert.equal(counts[6]?.[23], 1);
  assert.equal(
    counts.flat().reduce((sum, each) => sum + each, 0),
    6,
  );
});

test('a day of which nothing is told has its place among the others', () => {
  const span = { from: '2026-02-27', to: '2026-03-02' };
  const told = fillDays([{ key: '2026-03-01', count: 4 }], span, { count: 0 });
  assert.deepEqual(
    told.map((each) => [each.key, each.count]),
    [
      ['2026-02-27', 0],
      ['2026-02-28', 0],
      ['2026-03-01', 4],
      ['2026-03-02', 0],
    ],
  );
});
