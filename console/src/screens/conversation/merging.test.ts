import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAbove } from './merging.ts';

const make = (...ids: string[]) => ids.map((id) => ({ id }));

test('what was read above the latest page stays, unless the two no longer meet', () => {
  assert.deepEqual(listAbove(make('a', 'b', 'c', 'd'), make('c', 'd', 'e')), make('a', 'b'));
  assert.deepEqual(listAbove(make('a', 'b'), make('a', 'b', 'c')), []);
  assert.deepEqual(listAbove(make('a', 'b'), make('x', 'y')), []);
  assert.deepEqual(listAbove(make('a'), make()), []);
});
