import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  asGroup,
  countConditions,
  isComplete,
  joinParts,
  jointOf,
  makeCondition,
  tidyRule,
  withParts,
  withWord,
} from './rules.ts';

test('a condition begins with a value it can have, and keeps its window', () => {
  assert.deepEqual(makeCondition('negative'), { attribute: 'negative', at_least: 1 });
  assert.deepEqual(makeCondition('unhappy'), { attribute: 'unhappy', is: true });
  const rule = withWord({ attribute: 'negative', at_least: 2, within_days: 7 }, 'at_most', '3');
  assert.deepEqual(rule, { attribute: 'negative', at_most: 3, within_days: 7 });
  assert.deepEqual(withWord(makeCondition('stage'), 'in', 'customer, former').in, ['customer', 'former']);
});

test('groups of nothing vanish, groups of one are what is in them', () => {
  const one = { attribute: 'stage', is: 'former' };
  assert.deepEqual(tidyRule({ all: [{ any: [] }, { not: one }] }), { not: one });
  assert.equal(tidyRule({ all: [{ any: [] }] }), undefined);
  assert.deepEqual(asGroup(one), { all: [one] });
  assert.equal(countConditions({ all: [one, { any: [one, { not: one }] }] }), 3);
});

test('what has no value yet is not tried', () => {
  assert.equal(isComplete({ all: [makeCondition('stage')] }), false);
  assert.equal(isComplete({ all: [makeCondition('negative')] }), true);
  assert.equal(isComplete(undefined), false);
});

test('that none of several is true is a group too', () => {
  const one = { attribute: 'stage', is: 'former' };
  const none = joinParts('none', [one, makeCondition('negative')]);
  assert.deepEqual(none, { not: { any: [one, { attribute: 'negative', at_least: 1 }] } });
  assert.equal(jointOf(none), 'none');
  assert.deepEqual(asGroup(none), none);
  assert.equal(countConditions(none), 2);
  assert.deepEqual(tidyRule(none), none);
  assert.deepEqual(tidyRule(withParts(none, [one])), { not: one });
  assert.equal(tidyRule(withParts(none, [])), undefined);
});
