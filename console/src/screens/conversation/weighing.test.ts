import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitByWords } from './weighing.ts';

test('whole words are found in any case, and nothing is lost', () => {
  const text = 'My parcel? Parcels are not PARCEL.';
  const parts = splitByWords(text, [{ word: 'parcel', weight: -0.9 }]);
  assert.deepEqual(
    parts.filter((part) => part.weight !== undefined).map((part) => part.text),
    ['parcel', 'PARCEL'],
  );
  assert.equal(parts.map((part) => part.text).join(''), text);
});

test('words that hardly weigh are not marked, and signs are no patterns', () => {
  assert.deepEqual(splitByWords('a.b (c)', [{ word: 'a', weight: 0.1 }]), [{ text: 'a.b (c)' }]);
  assert.equal(splitByWords('a+b', [{ word: 'a+b', weight: 1 }])[0]?.weight, 1);
});
