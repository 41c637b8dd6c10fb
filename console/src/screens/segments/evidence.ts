import type { Schemas } from '../../api/client.ts';
import { formatNumber, nameLanguage, t, word } from '../../i18n/index.ts';
import { namePlatform } from '../../parts/platform.tsx';
import { sayCount, sayDays, titleAttribute } from './attributes.ts';
import { nameSegment } from './names.ts';

type Rule = Schemas['Rule'];
type Values = Record<string, unknown>;

// Says a rule in words, one line a condition, with the value that made it true where there is one.
export function describeEvidence(evidence: Schemas['Evidence']): string[] {
  return describeRule(evidence.rule, evidence.values as Values);
}

export function describeRule(rule: Rule, values: Values = {}): string[] {
  if (rule.all) return rule.all.flatMap((each) => describeRule(each, values));
  if (rule.any) return [joinAlternatives(rule.any, values)];
  if (rule.not?.any)
    return [t('none of these is true: {what}', { what: joinAlternatives(rule.not.any, values) })];
  if (rule.not)
    return [t('not true: {what}', { what: describeRule(rule.not, values).join(` ${t('and')} `) })];
  if (rule.segment) return [t('is in {segment}', { segment: nameSegment(rule.segment) })];
  return [`${describeCondition(rule)}${describeValue(rule, values[rule.attribute ?? ''])}`];
}

function joinAlternatives(rules: Rule[], values: Values): string {
  return rules.map((each) => describeRule(each, values).join(` ${t('and')} `)).join(` ${t('or')} `);
}

// Says a condition as one sentence: "at least 2 negative messages within 7 days".
export function describeCondition(rule: Rule): string {
  const said = describeTest(rule);
  return rule.within_days ? t('{what} within {days}', { what: said, days: sayDays(rule.within_days) }) : said;
}

function describeTest(rule: Rule): string {
  const name = rule.attribute ?? '';
  const title = titleAttribute(name);
  const least = rule.at_least ?? undefined;
  const number = least ?? rule.at_most ?? undefined;
  if (number !== undefined) {
    const what = sayCount(name, number);
    const bound = t(least === undefined ? 'at most {what}' : 'at least {what}', {
      what: what ?? formatNumber(number),
    });
    return what && !name.startsWith('days_since_') ? bound : `${title}: ${bound}`;
  }
  if (typeof rule.is === 'boolean') return `${title}: ${rule.is ? t('yes') : t('no')}`;
  if (rule.is !== undefined) return `${title}: ${showValue(name, rule.is)}`;
  if (rule.is_not !== undefined)
    return t('{title}: not {what}', { title, what: showValue(name, rule.is_not) });
  if (rule.in) return `${title}: ${rule.in.map((each) => showValue(name, each)).join(` ${t('or')} `)}`;
  return `${title}: ${showValue(name, rule.has)}`;
}

// What a rule asks for word for word is not said twice.
function describeValue(rule: Rule, value: unknown): string {
  if (value === undefined || value === null || value === rule.is) return '';
  return ` (${showValue(rule.attribute ?? '', value)})`;
}

export function showValue(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (Array.isArray(value)) return value.map((each) => showValue(name, each)).join(', ');
  if (typeof value === 'number') return formatNumber(value);
  const text = String(value ?? '');
  if (name === 'platform') return namePlatform(text);
  if (name === 'language') return nameLanguage(text);
  return name === 'tags' ? text : word(text);
}
