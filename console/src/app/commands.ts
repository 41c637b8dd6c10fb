import type { Phrase } from '../i18n/index.ts';

export interface Command {
  // What it is called where somebody's own key for it is kept.
  name: string;
  key: string;
  does: Phrase;
}

// What one letter does, wherever it does it. Somebody may choose another letter for each.
export const COMMANDS: readonly Command[] = [
  { name: 'next', key: 'j', does: 'Next conversation' },
  { name: 'previous', key: 'k', does: 'Previous conversation' },
  { name: 'open', key: 'o', does: 'Open' },
  { name: 'back', key: 'u', does: 'Back to the list' },
  { name: 'select', key: 'x', does: 'Select' },
  { name: 'select-to-here', key: 'X', does: 'Select up to here' },
  { name: 'show-new', key: '.', does: 'Show new' },
  { name: 'reply', key: 'r', does: 'Write a reply' },
  { name: 'reply-privately', key: 'R', does: 'Write a private reply' },
  { name: 'note', key: 'n', does: 'Write a note' },
  { name: 'assign', key: 'a', does: 'Assign' },
  { name: 'take', key: 'i', does: 'Assign to me' },
  { name: 'close', key: 'e', does: 'Close, next' },
  { name: 'close-and-stay', key: 'E', does: 'Close, stay' },
  { name: 'snooze', key: 's', does: 'Snooze' },
  { name: 'priority', key: 'p', does: 'Priority' },
  { name: 'tags', key: 't', does: 'Tags' },
  { name: 'macro', key: 'm', does: 'Macro' },
  { name: 'correct', key: 'c', does: 'Correct the label' },
  { name: 'translate', key: 'l', does: 'Translate' },
  { name: 'undo', key: 'z', does: 'Undo' },
  { name: 'keys', key: '?', does: 'Show the keys' },
];

const BY_KEY = new Map(COMMANDS.map((each) => [each.key, each]));

export function findCommand(usualKey: string): Command | undefined {
  return BY_KEY.get(usualKey);
}

// Returns the key that a command has for somebody with these keys of their own.
export function chooseKey(usualKey: string, own: Readonly<Record<string, string>>): string {
  const command = findCommand(usualKey);
  return (command && own[command.name]) || usualKey;
}

// Returns what else the key of a command does: then it would never come to that.
export function findClash(command: Command, own: Readonly<Record<string, string>>): Command | undefined {
  const key = chooseKey(command.key, own);
  return COMMANDS.find((each) => each !== command && chooseKey(each.key, own) === key);
}
