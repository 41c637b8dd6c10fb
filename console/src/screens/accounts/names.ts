import { signal } from '@preact/signals';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { atSignOut, may } from '../../app/session.ts';

// The accounts' titles, which many screens show beside a conversation.
export const accounts = signal<ReadonlyMap<string, Schemas['Account']>>(new Map());
let isAsked = false;

export async function loadAccounts(again = false): Promise<void> {
  if ((isAsked && !again) || !has('GET /accounts') || !may('accounts:read')) return;
  isAsked = true;
  const found = new Map<string, Schemas['Account']>();
  let cursor: string | undefined;
  try {
    do {
      const query = { limit: 100, ...(cursor ? { cursor } : {}) };
      const page = await take(api.GET('/accounts', { params: { query } }));
      for (const each of page.data) found.set(each.id, each);
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    accounts.value = found;
  } catch {
    isAsked = false;
  }
}

atSignOut(() => {
  isAsked = false;
  accounts.value = new Map();
});
