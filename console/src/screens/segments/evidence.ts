import type { Schemas } from '../../api/client.ts';
import { t, word } from '../../i18n/index.ts';

type Rule = Schemas['Rule'];

// Says a rule in words, one line a condition, with the value that made it true where there is one.
export function describeEvidence(evidence: Schemas['Evidence']): string[] {
  return describeRule(evidence.rule, evidence.values as Record<string, unknown>);
}

export function describeRule(rule: Rule, values: Record<string, unknown> = {}): string[] {
  if (rule.all) return rule.all.flatMap((each) => describeRule(each, values));
  if (rule.any)
    return [rule.any.map((each) => describeRule(each, values).join(` ${t('and')} `)).join(` ${t('or')} `)];
  if (rule.not) return [`${t('not')}: ${describeRule(rule.not, values).join(', ')}`];
  if (rule.segment) return [t('is in {segment}', { segment: rule.segment })];
  const name = rule.attribute ?? '';
  const value = values[name];
  // What a rule asks for word for word is not said twice.
  const isSaid = value === undefined || value === null || value === rule.is;
  const seen = isSaid ? '' : ` (${show(value)})`;
  return [`${word(name)} ${describeTest(rule)}${seen}`.trim()];
}

function describeTest(rule: Rule): string {
  const within = rule.within_days ? ` ${t('within {days} days', { days: rule.within_days })}` : '';
  if (rule.is !== undefined) return `${t('is')} ${show(rule.is)}${within}`;
  if (rule.is_not !== undefined) return `${t('is not')} ${show(rule.is_not)}${within}`;
  if (rule.in) return `${t('is one of')} ${rule.in.map(show).join(', ')}${within}`;
  if (rule.has !== undefined) return `${t('has')} ${show(rule.has)}${within}`;
  if (rule.at_least !== undefined) return `${t('at least')} ${rule.at_least}${within}`;
  if (rule.at_most !== undefined) return `${t('at most')} ${rule.at_most}${within}`;
  return within.trim();
}

function show(value: unknown): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (Array.isArray(value)) return value.map(show).join(', ');
  return word(String(value));
}
