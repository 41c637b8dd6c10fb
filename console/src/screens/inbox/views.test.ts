import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHash } from '../../app/router.ts';
import { addressOf, askFor, findView, readFilters, readKept, writeKept } from './views.ts';

const SAVED = {
  id: 'a'.repeat(32),
  title: 'Angry on X',
  filters: { platform: 'x', sentiment: ['negative'], unread: true, window: 4 },
  shared: false,
  mine: true,
  version: 1,
  changed_at: null,
};

test('filters stand in the address, come back from it, and are asked for one by one or together', () => {
  const filters = { mode: ['public', 'private'], tag: ['vip'], priority: ['high'], sort: ['newest'] };
  const place = parseHash(addressOf('all', filters));
  assert.deepEqual(place.parts, ['inbox', 'all']);
  assert.deepEqual(readFilters(place.query), filters);
  assert.deepEqual(askFor(filters), {
    mode: ['public', 'private'],
    tag: ['vip'],
    priority: 'high',
    sort: 'newest',
  });
});

test('a saved view is a name for filters, also before its title is known', () => {
  assert.deepEqual(writeKept(readKept(SAVED.filters)), { ...SAVED.filters, platform: ['x'] });
  assert.equal(findView(SAVED.id, [SAVED]).title, 'Angry on X');
  assert.deepEqual(findView(SAVED.id, []).filters, {});
  assert.equal(findView('nonsense', []).name, 'all');
});
