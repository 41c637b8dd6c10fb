import { api, newKey, type Schemas, take } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { show } from '../../app/toasts.ts';
import { t } from '../../i18n/index.ts';
import { type Failed, refreshRows } from './actions.ts';

// Runs a macro on conversations. Its replies can be held back for ten seconds, as any other.
export async function runMacro(macro: Schemas['Macro'], ids: string[]): Promise<Failed[]> {
  const params = { path: { id: macro.id }, header: { 'Idempotency-Key': newKey() } };
  try {
    const ran = await take(api.POST('/macros/{id}/run', { params, body: { conversations: ids } }));
    const replies = ran.done.flatMap((each) => each.reply ?? []);
    if (ran.done.length)
      show({
        text: t('“{title}” was run on {count}', { title: macro.title, count: ran.done.length }),
        undo: replies.length ? () => void holdBack(replies) : undefined,
        undoLabel: t('Undo send'),
      });
    await refreshRows(ran.done.map((each) => each.id));
    return ran.failed;
  } catch (error) {
    const trouble = asTrouble(error);
    show({ text: trouble.message, isBad: true });
    return ids.map((id) => ({ id, code: trouble.code, detail: trouble.message }));
  }
}

async function holdBack(replies: string[]): Promise<void> {
  const held = await Promise.allSettled(
    replies.map((id) => take(api.DELETE('/replies/{id}', { params: { path: { id } } }))),
  );
  const late = held.filter((each) => each.status === 'rejected').length;
  show(
    late
      ? { text: t('{count} could not be held back', { count: late }), isBad: true }
      : { text: t('Held back') },
  );
}
