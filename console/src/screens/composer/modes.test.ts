import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseWay, isOpenAt, listWays, type Option, secondsLeft } from './modes.ts';

const option = (way: Option['way'], mode: Option['mode'], more: Partial<Option> = {}): Option => ({
  way,
  mode,
  open: true,
  reason: null,
  open_until: null,
  outside: null,
  limit: 280,
  counting: 'bytes',
  file_types: {},
  files: 0,
  needs_approval: false,
  ...more,
});

test('the mode of the conversation goes first, what was chosen stays', () => {
  const ways = listWays([option('reply', 'public'), option('private_reply', 'private')], true);
  assert.equal(chooseWay(ways, undefined, 'private')?.key, 'private_reply');
  assert.equal(chooseWay(ways, 'note', 'private')?.key, 'note');
  assert.equal(
    chooseWay(listWays([option('reply', 'public', { open: false })], true), undefined, 'public')?.key,
    'reply',
  );
  assert.equal(chooseWay([], undefined, 'public'), undefined);
});

test('a window ends by itself', () => {
  const [way] = listWays([option('message', 'private', { open_until: '2026-01-01T00:00:10Z' })], false);
  const end = Date.parse('2026-01-01T00:00:10Z');
  assert.equal(isOpenAt(way!, end - 1), true);
  assert.equal(isOpenAt(way!, end), false);
  assert.equal(secondsLeft(way!, end - 10_000), 10);
  assert.equal(secondsLeft(way!, end + 10_000), 0);
});
