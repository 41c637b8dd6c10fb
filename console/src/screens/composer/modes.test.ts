import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseWay, isOpenAt, listWays, type Option, secondsLeft, tellOpening } from './modes.ts';

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
  upload_types: {},
  files: 0,
  files_total: 0,
  files_each: false,
  files_alike: [],
  caption: 0,
  templates: [],
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

test('the first way of a mode has the draft of the mode, the second one of its own', () => {
  const ways = listWays([option('message', 'private'), option('private_reply', 'private')], true);
  assert.deepEqual(
    ways.map((each) => each.isSecond ?? false),
    [false, true, false],
  );
});

test('a window ends by itself', () => {
  const [way] = listWays([option('message', 'private', { open_until: '2026-01-01T00:00:10Z' })], false);
  const end = Date.parse('2026-01-01T00:00:10Z');
  assert.equal(isOpenAt(way!, end - 1), true);
  assert.equal(isOpenAt(way!, end), false);
  assert.equal(secondsLeft(way!, end - 10_000), 10);
  assert.equal(secondsLeft(way!, end + 10_000), 0);
});

test('a way that is closed says when it opens, where it does', () => {
  assert.equal(
    tellOpening(option('message', 'private', { open: false, reason: 'window_closed' })),
    'Opens when they write again.',
  );
  // One that ran out while somebody wrote has no reason of the server's yet.
  assert.equal(tellOpening(option('message', 'private')), 'Opens when they write again.');
  assert.equal(
    tellOpening(option('message', 'private', { open: false, reason: 'answered_once' })),
    undefined,
  );
});
