import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeCsv } from './csv.ts';

test('commas, quotes and lines stay in their cell, and no cell is a formula', () => {
  const rows = [
    ['a, b', 1, null],
    ['say "no"', -2.5, '=HYPERLINK("x")'],
  ];
  assert.equal(
    makeCsv({ heads: ['what', 'n', 'more'], rows }),
    '\ufeffwhat,n,more\r\n"a, b",1,\r\n"say ""no""",-2.5,"\'=HYPERLINK(""x"")"\r\n',
  );
});
