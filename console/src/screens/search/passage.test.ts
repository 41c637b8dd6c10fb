import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitPassage } from './passage.ts';

test('places are counted in code points', () => {
  assert.deepEqual(splitPassage('👍🏽 the kettle', 7, 6), ['👍🏽 the ', 'kettle', '']);
  assert.deepEqual(splitPassage('kettle', 0, 0), ['', '', 'kettle']);
});

test('characters that steer are shown', () => {
  const [before] = splitPassage('a\u202eb kettle', 4, 6);
  assert.equal(before.includes('\u202e'), false);
});
