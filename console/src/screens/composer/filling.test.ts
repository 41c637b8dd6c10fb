import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPlaces, isFilled } from './filling.ts';

test('each place is filled wherever it stands, and what is missing can be seen', () => {
  const parcel = { text: 'Dear {{1}}, parcel {{ 2 }} is there, {{1}}.', variables: ['1', '2'] };
  assert.equal(fillPlaces(parcel, ['Ann', '7']), 'Dear Ann, parcel 7 is there, Ann.');
  assert.equal(fillPlaces(parcel, ['Ann']), 'Dear Ann, parcel {{ 2 }} is there, Ann.');
  assert.equal(fillPlaces({ text: 'Hello {{who}}', variables: ['who'] }, ['$& {{1}}']), 'Hello $& {{1}}');
  assert.equal(isFilled(parcel, ['Ann', ' ']), false);
  assert.equal(isFilled(parcel, ['Ann', '7']), true);
  assert.equal(isFilled({ text: 'Hello', variables: [] }, []), true);
});
