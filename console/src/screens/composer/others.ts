import { me } from '../../app/session.ts';
import type { Kept } from '../conversation/kept.ts';

export interface OthersReply {
  id: string;
  text: string | null;
  by: string | null;
}

// The last thing that was sent here by somebody else: two agents should not answer the same.
export function findOthersReply(kept: Kept): OthersReply | undefined {
  const mine = new Set(
    kept.replies.value.flatMap((each) =>
      each.agent === me.value?.id && each.native_id ? [each.native_id] : [],
    ),
  );
  const theirs = kept.replies.value.find((each) => each.agent !== me.value?.id && each.state !== 'cancelled');
  if (theirs) return { id: theirs.id, text: theirs.text, by: theirs.agent };
  const message = (kept.messages.value ?? []).findLast(
    (each) => each.direction === 'out' && !(each.native_id && mine.has(each.native_id)),
  );
  return message && { id: message.id, text: message.text, by: null };
}
