import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, chooseKey, findClash, findCommand } from './commands.ts';

test('every command has a name and a key of its own', () => {
  assert.equal(new Set(COMMANDS.map((each) => each.name)).size, COMMANDS.length);
  assert.equal(new Set(COMMANDS.map((each) => each.key)).size, COMMANDS.length);
});

test('somebody’s own key goes before the usual one, and two for one are told', () => {
  const own = { close: 'd' };
  assert.equal(chooseKey('e', own), 'd');
  assert.equal(chooseKey('j', own), 'j');
  assert.equal(chooseKey('Mod+k', own), 'Mod+k');
  assert.equal(findClash(findCommand('e')!, own), undefined);
  assert.equal(findClash(findCommand('e')!, { close: 'j' })?.name, 'next');
});
