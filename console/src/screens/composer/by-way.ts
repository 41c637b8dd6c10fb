import { atSignOut } from '../../app/session.ts';

export interface KeptByWay<T> {
  open: (conversation: string, way: string) => T;
  // Of one conversation, or all of it.
  forget: (conversation?: string) => void;
}

// What belongs to a conversation and one way to write there: made when it is first asked for, in this tab's memory,
// until the conversation is gone or somebody signs out. `end` lets go of what it still waits for.
export function keepByWay<T>(make: (name: string) => T, end: (kept: T) => void = () => {}): KeptByWay<T> {
  const all = new Map<string, T>();
  const open = (conversation: string, way: string): T => {
    const name = `${conversation}.${way}`;
    const found = all.get(name);
    if (found) return found;
    const made = make(name);
    all.set(name, made);
    return made;
  };
  const forget = (conversation?: string): void => {
    for (const [name, kept] of all) {
      if (conversation && !name.startsWith(`${conversation}.`)) continue;
      end(kept);
      all.delete(name);
    }
  };
  atSignOut(() => forget());
  return { open, forget };
}
