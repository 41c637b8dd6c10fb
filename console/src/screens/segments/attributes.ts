import { countForm, formatNumber, type Phrase, t } from '../../i18n/index.ts';

// What a rule may ask about somebody, as a choice is called.
const TITLES: Record<string, Phrase> = {
  stage: 'Stage',
  platform: 'Platform',
  mode: 'Public or private',
  kind: 'Kind of the last message',
  sentiment: 'Mood of the last message',
  interactions: 'Number of messages',
  negative: 'Number of negative messages',
  positive: 'Number of positive messages',
  questions: 'Number of questions',
  complaints: 'Number of complaints',
  cancellations: 'Number of cancellations',
  intent: 'What the last message is about',
  language: 'Language',
  urgency: 'Urgency of the last message (0 to 1)',
  offensive: 'Offence in the last message (0 to 1)',
  csat: 'How content, 1 to 5',
  unhappy: 'Unhappy',
  tags: 'Tags',
  no_contact: 'Wants no contact',
  days_since_last: 'Days since the last message',
  days_since_first: 'Days since the first message',
  days_since_unhappy: 'Days since last unhappy',
  days_since_stage: 'Days in this stage',
};

// What is counted: one of it, and several.
const COUNTED: Record<string, readonly [Phrase, Phrase]> = {
  interactions: ['{count} message', '{count} messages'],
  negative: ['{count} negative message', '{count} negative messages'],
  positive: ['{count} positive message', '{count} positive messages'],
  questions: ['{count} question', '{count} questions'],
  complaints: ['{count} complaint', '{count} complaints'],
  cancellations: ['{count} cancellation', '{count} cancellations'],
};

// What may stand in a condition, so that nobody has to know how it is written.
export const VALUES: Record<string, readonly string[]> = {
  stage: ['prospect', 'customer', 'former'],
  mode: ['public', 'private'],
  kind: ['message', 'comment', 'mention', 'review', 'post', 'reaction', 'share'],
  sentiment: ['negative', 'neutral', 'positive'],
  intent: [
    'question',
    'complaint',
    'cancellation',
    'praise',
    'thanks',
    'purchase_interest',
    'suggestion',
    'spam',
  ],
};

export function titleAttribute(name: string): string {
  const phrase = TITLES[name];
  return phrase ? t(phrase) : name.replaceAll('_', ' ');
}

// Says a number of what an attribute counts: "2 negative messages", "30 days". Nothing where it counts nothing.
export function sayCount(name: string, count: number): string | undefined {
  if (name.startsWith('days_since_')) return sayDays(count);
  const forms = COUNTED[name];
  return forms && t(forms[countForm(count)], { count });
}

export function sayDays(count: number): string {
  return formatNumber(count, { style: 'unit', unit: 'day', unitDisplay: 'long' });
}
