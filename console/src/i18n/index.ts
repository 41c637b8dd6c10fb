import { signal } from '@preact/signals';
import type { Catalogue, Phrase } from './de.ts';
import { distort } from './pseudo.ts';

// English is the key, so that code reads as the screen does. `de` lists every phrase; the types hold the others to it.
export type { Phrase };
export const LOCALES = ['en', 'de', 'ar', 'en-XA'] as const;
export type Locale = (typeof LOCALES)[number];

const catalogue = signal<Catalogue | null>(null);
export const locale = signal<Locale>('en');

const KEPT = 'rapport.locale';

// The clock that times are told by: this computer's unless somebody chose another.
export const chosenClock = signal<{ zone?: string | undefined; hourCycle?: string | undefined }>({});

// Returns the language of the page that is nearest to the one wanted, as `de` is to `de-AT`.
export function findLocale(wanted: string | null | undefined): Locale | undefined {
  return (
    LOCALES.find((each) => each === wanted) ?? LOCALES.find((each) => each === (wanted ?? '').split('-')[0])
  );
}

export function chooseFirstLocale(): Locale {
  const kept = localStorage.getItem(KEPT);
  return findLocale(kept) ?? findLocale(navigator.languages[0]) ?? 'en';
}

export async function setLocale(next: Locale, keep = false): Promise<void> {
  if (next === 'de') catalogue.value = (await import('./de.ts')).de;
  else if (next === 'ar') catalogue.value = (await import('./ar.ts')).ar;
  else catalogue.value = null;
  locale.value = next;
  if (keep) localStorage.setItem(KEPT, next);
  document.documentElement.lang = next;
  document.documentElement.dir = next === 'ar' ? 'rtl' : 'ltr';
}

type Values = Record<string, string | number>;

export function t(phrase: Phrase, values?: Values): string {
  const said = catalogue.value?.[phrase] ?? phrase;
  const shown = locale.value === 'en-XA' ? distort(said) : said;
  if (!values) return shown;
  return shown.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? formatNumber(value) : value;
  });
}

// Words of the API (a state, a kind) that have a phrase are translated; the others are shown as they are.
export function word(text: string | null | undefined): string {
  if (!text) return '';
  const plain = text.replaceAll('_', ' ');
  return t(plain as Phrase);
}

function numberLocale(): string {
  return locale.value === 'en-XA' ? 'en' : locale.value;
}

// A language by its name in the page's own; a code that nobody knows stays as it is.
export function nameLanguage(code: string): string {
  try {
    return new Intl.DisplayNames([numberLocale()], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return findNumbers(numberLocale(), options).format(value);
}

// Which of two forms goes with a number: 0 for one of it, 1 for several. In Arabic several are two to ten.
export function countForm(count: number): 0 | 1 {
  const language = numberLocale();
  const form = findPlurals(language).select(count);
  const isOne = language === 'ar' ? form !== 'two' && form !== 'few' && form !== 'zero' : form === 'one';
  return isOne ? 0 : 1;
}

export function formatPercent(value: number): string {
  return formatNumber(value, { style: 'percent', maximumFractionDigits: 0 });
}

export function formatTime(
  at: string | number | Date,
  options: Intl.DateTimeFormatOptions,
  zone?: string,
): string {
  const chosen = chosenClock.value;
  const told: Intl.DateTimeFormatOptions = { ...options, timeZone: zone ?? chosen.zone };
  if (chosen.hourCycle && (options.hour || options.timeStyle))
    told.hourCycle = chosen.hourCycle as 'h12' | 'h23';
  return findTimes(numberLocale(), told).format(new Date(at));
}

// To make a format takes longer than to use it a hundred times; a list has several for each row, a thread for each message.
function keepFormats<Options, Format>(
  Made: new (language: string, options?: Options) => Format,
): (language: string, options?: Options) => Format {
  const formats = new Map<string, Format>();
  return (language, options) => {
    const key = `${language} ${JSON.stringify(options)}`;
    const known = formats.get(key) ?? new Made(language, options);
    formats.set(key, known);
    return known;
  };
}

const findTimes = keepFormats(Intl.DateTimeFormat);
const findNumbers = keepFormats(Intl.NumberFormat);
const findPlurals = keepFormats(Intl.PluralRules);
const findSince = keepFormats(Intl.RelativeTimeFormat);

// The first format of numbers and of times takes a browser longer than a list's rows: to be called while an answer is waited for.
export function prepareFormats(): void {
  formatDuration(61);
  formatSince(new Date(0).toISOString(), 61_000);
}

export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const);
  return formatNumber(bytes / size, { style: 'unit', unit, maximumFractionDigits: 1 });
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

// Nobody counts 400 days back: from here on the day itself is told.
const LONG_AGO = 60 * 86_400;

export function formatSince(at: string, now: number): string {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  if (Math.abs(seconds) >= LONG_AGO) return formatTime(at, { dateStyle: 'medium' });
  const format = findSince(numberLocale(), { numeric: 'auto', style: 'narrow' });
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return t('now');
}

// Roughly, one unit is told: of what is below two hours the minutes, of what is longer whole hours.
export function formatDuration(seconds: number, isRough = false): string {
  const left = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [Math.floor(left / 86_400), Math.floor(left / 3_600), Math.floor(left / 60)];
  const unit = (value: number, name: string) =>
    formatNumber(value, { style: 'unit', unit: name, unitDisplay: 'narrow' });
  if (days > 1) return unit(days, 'day');
  if (hours > 1 && isRough) return unit(hours, 'hour');
  if (minutes > 0 && isRough) return unit(minutes, 'minute');
  if (hours > 0) return `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}`;
  if (minutes > 0) return `${unit(minutes, 'minute')} ${unit(left % 60, 'second')}`;
  return unit(left, 'second');
}
