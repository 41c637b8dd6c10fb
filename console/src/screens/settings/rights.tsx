import { type Phrase, t } from '../../i18n/index.ts';

// What a scope is about and what it lets somebody do, in words: `conversations:write` is "Conversations: change".
const ABOUT: Record<string, Phrase> = {
  conversations: 'Conversations',
  media: 'Files in messages',
  interactions: 'Labels of messages',
  corrections: 'Corrected labels',
  broadcasts: 'Broadcasts',
  contacts: 'People',
  segments: 'Segments',
  accounts: 'Accounts',
  agents: 'Agents and roles',
  tokens: 'API tokens',
  terms: 'Search terms',
  imports: 'Imports',
  parked: 'Parked deliveries',
  privacy: 'Privacy tasks',
  insights: 'Trends and alerts',
  settings: 'Settings',
  holds: 'Legal holds',
};
// In the order in which they are told.
const DEEDS: Record<string, Phrase> = { read: 'see', write: 'change', approve: 'approve' };
const ORDER = Object.keys(DEEDS);

function byDeed(one: string, other: string): number {
  return ORDER.indexOf(one.split(':')[1] ?? '') - ORDER.indexOf(other.split(':')[1] ?? '');
}

interface Right {
  about: string;
  deeds: string[];
  scopes: string[];
}

function groupScopes(scopes: readonly string[]): Right[] {
  const found = new Map<string, Right>();
  for (const scope of [...scopes].sort(byDeed)) {
    const [noun = '', deed = ''] = scope.split(':');
    const right = found.get(noun) ?? { about: say(ABOUT, noun), deeds: [], scopes: [] };
    right.deeds.push(say(DEEDS, deed));
    right.scopes.push(scope);
    found.set(noun, right);
  }
  return [...found.values()].sort((one, other) => one.about.localeCompare(other.about));
}

// A scope that came after this page was built is shown as it is called.
function say(words: Record<string, Phrase>, name: string): string {
  const phrase = words[name];
  return phrase ? t(phrase) : name;
}

export function Rights({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul class="scopes">
      {groupScopes(scopes).map((each) => (
        <li key={each.about} title={each.scopes.join(', ')}>
          {each.about}: {each.deeds.join(', ')}
        </li>
      ))}
    </ul>
  );
}
