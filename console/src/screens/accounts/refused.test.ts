import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameFields } from './refused.ts';

const TITLES = { secret: 'Secret', app_secret: 'App secret', access_token: 'Access token', tokens: 'Tokens' };

test('fields are called as the form calls them, wherever they stand', () => {
  assert.equal(nameFields('`secrets`: secret is blank.', TITLES), 'Secret is blank.');
  assert.equal(nameFields('`secrets.app_secret` is a text.', TITLES), 'App secret is a text.');
  assert.equal(
    nameFields('`tokens` needs an `access_token`, or a secret.', TITLES),
    'Tokens needs an Access token, or a secret.',
  );
});

test('what the form does not know stays as it is', () => {
  assert.equal(nameFields('`secrets`: the secret is not base64.', TITLES), 'the secret is not base64.');
  assert.equal(
    nameFields('`endpoint` is whsec_ or other_thing.', TITLES),
    '`endpoint` is whsec_ or other_thing.',
  );
});
