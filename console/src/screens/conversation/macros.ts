import { api, newKey, type Schemas, take } from '../../api/client.ts';
import { asTrouble } from '../../app/resource.ts';
import { show } from '../../app/toasts.ts';
import { t } from '../../i18n/index.ts';
import { type Failed, refreshRows } from './actions.ts';

const AT_ONCE = 50;

// Runs a macro on conversations, in parts. Its replies can be held back for ten seconds, as any other.
export async function runMacro(macro: Schemas['Macro'], ids: string[]): Promise<Failed[]> {
  const done: Schemas['MacroDone'][] = [];
  const failed: Failed[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const params = { path: { id: macro.id }, header: { 'Idempotency-Key': newKey() } };
    try {
      const ran = await take(api.POST('/macros/{id}/run', { params, body: { conversations: some } }));
      done.push(...ran.done);
      failed.push(...ran.failed);
    } catch (error) {
      const { code, message } = asTrouble(error);
      show({ text: message, isBad: true });
      failed.push(...some.map((id) => ({ id, code, detail: message })));
    }
  }
  const replies = done.flatMap((each) => each.reply ?? []);
  if (done.length)
    show({
      text: t('“{title}” was run on {count}', { title: macro.title, count: done.length }),
      undo: replies.length ? () => void holdBack(replies) : undefined,
      undoLabel: t('Undo send'),
    });
  await refreshRows(done.map((each) => each.id));
  return failed;
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
