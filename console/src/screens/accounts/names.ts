import { signal } from '@preact/signals';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { takeEvery } from '../../api/every.ts';
import { atSignOut, may } from '../../app/session.ts';

// The accounts' titles, which many screens show beside a conversation.
export const accounts = signal<ReadonlyMap<string, Schemas['Account']>>(new Map());
let isAsked = false;

export async function loadAccounts(again = false): Promise<void> {
  if ((isAsked && !again) || !has('GET /accounts') || !may('accounts:read')) return;
  isAsked = true;
  try {
    const found = await takeEvery((cursor) =>
      take(api.GET('/accounts', { params: { query: { limit: 100, cursor } } })),
    );
    accounts.value = new Map(found.map((each) => [each.id, each]));
  } catch {
    isAsked = false;
  }
}

atSignOut(() => {
  isAsked = false;
  accounts.value = new Map();
});
