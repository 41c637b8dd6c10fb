import type { Schemas } from '../../api/client.ts';
import { ATTRIBUTES } from '../../api/generated/vocabulary.ts';

export type Rule = Schemas['Rule'];
export type Kind = (typeof ATTRIBUTES)[number]['kind'];
export type Word = 'is' | 'is_not' | 'in' | 'has' | 'at_least' | 'at_most';

export const LONGEST = 5000;
export const LARGEST = 50;
export const DEEPEST = 5;

const WORDS: Record<Kind, Word[]> = {
  text: ['is', 'is_not', 'in'],
  number: ['at_least', 'at_most'],
  list: ['has'],
  flag: ['is'],
};

export function findAttribute(name: string | undefined) {
  return ATTRIBUTES.find((each) => each.name === name);
}

export function wordsOf(name: string | undefined): Word[] {
  return WORDS[findAttribute(name)?.kind ?? 'text'];
}

export function wordOf(rule: Rule): Word | undefined {
  return (['is', 'is_not', 'in', 'has', 'at_least', 'at_most'] as const).find(
    (each) => rule[each] !== undefined,
  );
}

// A condition about something else begins with a value that it can have.
export function makeCondition(attribute: string): Rule {
  const kind = findAttribute(attribute)?.kind ?? 'text';
  if (kind === 'number') return { attribute, at_least: 1 };
  if (kind === 'flag') return { attribute, is: true };
  if (kind === 'list') return { attribute, has: '' };
  return { attribute, is: '' };
}

export function withWord(rule: Rule, word: Word, value: string): Rule {
  const { attribute, within_days } = rule;
  const window = within_days ? { within_days } : {};
  const kind = findAttribute(attribute)?.kind;
  if (kind === 'number') return { attribute, [word]: Number(value) || 0, ...window };
  if (kind === 'flag') return { attribute, is: value === 'true', ...window };
  if (word === 'in') return { attribute, in: value.split(',').map((each) => each.trim()), ...window };
  return { attribute, [word]: value, ...window };
}

export function readValue(rule: Rule): string {
  const value = rule[wordOf(rule) ?? 'is'];
  return Array.isArray(value) ? value.join(', ') : String(value ?? '');
}

// How the parts of a group go together. That none is true is said by a "not" around "any".
export type Joint = 'all' | 'any' | 'none';

export function jointOf(rule: Rule): Joint | undefined {
  if (rule.all) return 'all';
  if (rule.any) return 'any';
  return rule.not?.any ? 'none' : undefined;
}

export function partsOf(rule: Rule): Rule[] | undefined {
  return rule.all ?? rule.any ?? rule.not?.any;
}

export function joinParts(joint: Joint, parts: Rule[]): Rule {
  return joint === 'none' ? { not: { any: parts } } : joint === 'any' ? { any: parts } : { all: parts };
}

export function withParts(rule: Rule, parts: Rule[]): Rule {
  return joinParts(jointOf(rule) ?? 'all', parts);
}

// A rule of one condition is shown as a group of one, so that another can be added beside it.
export function asGroup(rule: Rule): Rule {
  return partsOf(rule) ? rule : { all: [rule] };
}

// Groups without anything in them mean nothing, and are refused.
export function tidyRule(rule: Rule): Rule | undefined {
  const parts = partsOf(rule);
  if (parts) {
    const kept = parts.flatMap((each) => tidyRule(each) ?? []);
    const only = kept.length === 1 ? kept[0] : undefined;
    if (only) return jointOf(rule) === 'none' ? { not: only } : only;
    return kept.length > 0 ? withParts(rule, kept) : undefined;
  }
  if (!rule.not) return rule;
  const inner = tidyRule(rule.not);
  return inner && { not: inner };
}

export function countConditions(rule: Rule): number {
  const parts = partsOf(rule);
  if (parts) return parts.reduce((sum, each) => sum + countConditions(each), 0);
  return rule.not ? countConditions(rule.not) : 1;
}

export function isComplete(rule: Rule | undefined): rule is Rule {
  if (!rule) return false;
  const parts = partsOf(rule);
  if (parts) return parts.every(isComplete);
  if (rule.not) return isComplete(rule.not);
  if (rule.segment !== undefined) return rule.segment !== '';
  return readValue(rule).trim() !== '';
}
