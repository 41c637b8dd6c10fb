import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeHash, parseHash } from './router.ts';

test('an address says the same after a round', () => {
  const hash = makeHash(['inbox', 'a/b ü'], { mode: 'public', none: undefined });
  assert.equal(hash, '#/inbox/a%2Fb%20%C3%BC?mode=public');
  const place = parseHash(hash);
  assert.deepEqual(place.parts, ['inbox', 'a/b ü']);
  assert.equal(place.query.get('mode'), 'public');
});

test('what is broken does not stop the page', () => {
  assert.deepEqual(parseHash('#/c/%E0%A4%A').parts, ['c', '%E0%A4%A']);
  assert.deepEqual(parseHash('').parts, []);
});
