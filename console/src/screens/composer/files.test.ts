import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanName, findMost, listAccepted, MOST_BYTES, readType, whyNotTaken } from './files.ts';

const TYPES = { 'image/': 5_000_000, 'image/gif': 1000, '': 50_000_000 };

test('the closest beginning of a type counts, and never more than can be uploaded', () => {
  assert.equal(findMost(TYPES, 'image/png'), 5_000_000);
  assert.equal(findMost(TYPES, 'image/gif'), 1000);
  assert.equal(findMost(TYPES, 'text/plain'), MOST_BYTES);
  assert.equal(findMost({ 'image/': 1 }, 'text/plain'), undefined);
  assert.equal(findMost({}, 'text/plain'), undefined);
});

test('what a way does not take is said before, and why', () => {
  const taken = { files: 1, files_total: 0, files_alike: [], upload_types: { 'image/': 10 } };
  assert.equal(whyNotTaken(taken, 'image/png', 10), undefined);
  assert.equal(whyNotTaken(taken, 'image/png', 11), 'size');
  assert.equal(whyNotTaken(taken, 'image/png', 0), 'empty');
  assert.equal(whyNotTaken(taken, 'text/html', 1), 'type');
  assert.equal(whyNotTaken({ ...taken, files: 0 }, 'image/png', 1), 'type');
});

test('several files go along as far as they go together', () => {
  const taken = { files: 3, files_total: 25, files_alike: ['file'], upload_types: { '': 10 } };
  const picture = { type: 'image/png', bytes: 10 };
  assert.equal(whyNotTaken(taken, 'video/mp4', 10, [picture]), undefined);
  assert.equal(whyNotTaken(taken, 'image/png', 10, [picture, picture]), 'total');
  assert.equal(whyNotTaken(taken, 'image/png', 1, [picture, picture, picture]), 'count');
  assert.equal(whyNotTaken(taken, 'text/plain', 1, [picture]), 'mixed');
  assert.equal(whyNotTaken(taken, 'text/html', 1, [{ type: 'text/plain', bytes: 1 }]), undefined);
  assert.equal(whyNotTaken({ ...taken, files_total: 0 }, 'image/png', 10, [picture, picture]), undefined);
});

test('a hostile name goes without folders and control characters, whole signs only, with its ending', () => {
  assert.equal(cleanName('../../etc/passwd'), '.._.._etc_passwd');
  assert.equal(cleanName('a\u0000b\r\nc.png'), 'a_b_c.png');
  assert.equal(cleanName(''), '_');
  const long = cleanName(`${'\u{1f600}'.repeat(300)}.png`);
  assert.equal(Array.from(long).length, 200);
  assert.ok(long.endsWith('.png') && long.isWellFormed());
});

test('a type that is none is a file of bytes', () => {
  assert.equal(readType('Text/Plain; charset=utf-8'), 'text/plain');
  assert.equal(readType(''), 'application/octet-stream');
  assert.equal(readType('<img>'), 'application/octet-stream');
});

test('a file dialog offers what is taken', () => {
  assert.equal(listAccepted({ 'image/': 1, 'application/pdf': 1 }), 'image/*,application/pdf');
  assert.equal(listAccepted(TYPES), '');
});
