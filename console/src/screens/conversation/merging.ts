import type { Schemas } from '../../api/client.ts';

export type Item =
  | { id: string; at: string | null; kind: 'message'; message: Schemas['Interaction'] }
  | { id: string; at: string | null; kind: 'note'; note: Schemas['Note'] }
  | { id: string; at: string | null; kind: 'reply'; reply: Schemas['Reply'] };

// A reply that came back from its platform as a message is shown once, as the message.
const OVER: ReadonlySet<string> = new Set(['cancelled']);

export function mergeThread(
  messages: Schemas['Interaction'][],
  notes: Schemas['Note'][],
  replies: Schemas['Reply'][],
): Item[] {
  const seen = new Set(messages.flatMap((each) => (each.native_id ? [each.native_id] : [])));
  const items: Item[] = [
    ...messages.map(
      (message): Item => ({ id: message.id, at: message.occurred_at, kind: 'message', message }),
    ),
    ...notes.map((note): Item => ({ id: note.id, at: note.at, kind: 'note', note })),
    ...replies
      .filter((each) => !OVER.has(each.state) && !(each.native_id && seen.has(each.native_id)))
      .map((reply): Item => ({ id: reply.id, at: reply.accepted_at, kind: 'reply', reply })),
  ];
  const oldest = messages[0]?.occurred_at ?? '';
  // What is older than the oldest message on the screen comes with its page.
  return items
    .filter((each) => each.kind === 'message' || (each.at ?? '') >= oldest || messages.length === 0)
    .sort((one, other) => (one.at ?? '').localeCompare(other.at ?? ''));
}

// Returns what was read above the latest page, if the two still meet: who reads there stays there.
export function listAbove<T extends { id: string }>(known: T[], latest: T[]): T[] {
  const first = known.findIndex((each) => each.id === latest[0]?.id);
  const isNow = new Set(latest.map((each) => each.id));
  return known.slice(0, Math.max(0, first)).filter((each) => !isNow.has(each.id));
}
