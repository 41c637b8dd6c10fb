import { me } from '../../app/session.ts';
import { type Phrase, t, word } from '../../i18n/index.ts';
import { INTENTS } from '../../parts/mood.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { accounts } from '../accounts/names.ts';
import { colleagues } from '../conversation/colleagues.ts';
import { nameSegment, segments } from '../segments/names.ts';
import { type FilterName, type Filters, takesMany } from './views.ts';

const LABELS: Record<FilterName, Phrase> = {
  platform: 'Platform',
  mode: 'Mode',
  status: 'State',
  priority: 'Priority at least',
  assignee: 'Assignee',
  account: 'Account',
  stage: 'Stage',
  segment: 'Segment',
  sentiment: 'Sentiment',
  language: 'Language',
  intent: 'What it is about',
  tag: 'Tag',
  sla: 'SLA',
  window: 'Window closes within',
  unread: 'Unread',
  waiting: 'Waiting',
};
// What is asked for most stands ready; the others are behind one button.
export const READY: readonly FilterName[] = ['platform', 'mode', 'status', 'priority', 'assignee'];
const VALUES: Partial<Record<FilterName, readonly string[]>> = {
  mode: ['public', 'private', 'broadcast'],
  status: ['open', 'pending', 'snoozed', 'closed'],
  priority: ['low', 'normal', 'high', 'urgent'],
  stage: ['prospect', 'customer', 'former'],
  sentiment: ['negative', 'neutral', 'positive', 'unknown'],
  intent: INTENTS,
  sla: ['running', 'soon', 'missed', 'paused'],
  window: ['1', '4', '12', '24', '72'],
  unread: ['true'],
  waiting: ['true'],
};
const ANYBODY: readonly string[] = ['me', 'none'];

function listChoices(name: FilterName): readonly string[] {
  if (name === 'platform')
    return [...new Set([...accounts.value.values()].map((each) => each.platform))].sort();
  if (name === 'account') return [...accounts.value.keys()];
  if (name === 'segment') return (segments.data.value ?? []).map((each) => each.id);
  if (name === 'assignee')
    return [...ANYBODY, ...(colleagues.data.value ?? []).filter((each) => each !== me.value?.id)];
  return VALUES[name] ?? [];
}

// A filter of which nothing is left to be chosen is offered no more; what has no list is written.
export function isOffered(name: FilterName, filters: Filters): boolean {
  return listChoices(name).length === 0 || listLeft(name, filters).length > 0;
}

// What of a filter is still to be chosen beside what is.
export function listLeft(name: FilterName, filters: Filters): readonly string[] {
  const chosen = filters[name] ?? [];
  return listChoices(name).filter((each) => !chosen.includes(each));
}

// Of some filters several values may be chosen, of the others the new one takes the place of the old.
export function choose(filters: Filters, name: FilterName, value: string): Filters {
  const kept = takesMany(name) ? (filters[name] ?? []) : [];
  return { ...filters, [name]: [...new Set([...kept, value])] };
}

export function drop(filters: Filters, name: FilterName, value: string): Filters {
  return { ...filters, [name]: (filters[name] ?? []).filter((each) => each !== value) };
}

// Programs save views with filters that the page offers nowhere: those are shown by their own names.
export function nameFilter(name: string): string {
  return name in LABELS ? t(LABELS[name as FilterName]) : word(name);
}

export function tell(name: string, value: string): string {
  if (name === 'platform') return namePlatform(value);
  if (name === 'account') return accounts.value.get(value)?.title ?? value;
  if (name === 'segment') return nameSegment(value);
  if (name === 'window') return t('{count} hours', { count: Number(value) });
  if (name === 'unread' || name === 'waiting') return t('yes');
  if (name === 'assignee' && !ANYBODY.includes(value)) return value;
  return name === 'tag' || name === 'language' ? value : word(value);
}
