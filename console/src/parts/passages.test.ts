import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWebLink, splitText } from './passages.ts';

test('a link is only what leads to the web, without the mark after it', () => {
  assert.deepEqual(splitText('see https://a.example/x?y=1.'), [
    { kind: 'text', text: 'see ' },
    { kind: 'link', text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1', host: 'a.example' },
    { kind: 'text', text: '.' },
  ]);
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'https://']) {
    assert.equal(
      splitText(text).some((part) => part.kind === 'link'),
      false,
    );
    assert.equal(isWebLink(text), false);
  }
});

test('characters that steer are shown as marks, also inside what looks like a link', () => {
  const parts = splitText('a\u202eb https://a.example/\u202egpj.exe');
  assert.equal(parts.filter((part) => part.kind === 'mark').length, 2);
  assert.equal(
    parts.some((part) => part.kind === 'link'),
    false,
  );
  assert.deepEqual(splitText('line\nand\ttab'), [{ kind: 'text', text: 'line\nand\ttab' }]);
});
