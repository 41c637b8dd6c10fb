import { api, has, take } from '../../api/client.ts';
import { zoneOfMine } from '../../app/preferences.ts';
import { useResource } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { formatDuration, formatNumber, formatPercent, formatTime, t, word } from '../../i18n/index.ts';
import { Chart } from '../../parts/charts.tsx';
import { HeatMap } from '../../parts/heat-map.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { SheetTable } from '../../parts/sheet.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import type { Mood, Picked } from './messages.tsx';
import { addUpHours, changeOf, fillDays, filterOf, lastDays, listRows } from './period.ts';

export const BY = ['day', 'hour', 'platform', 'language'] as const;
export type By = (typeof BY)[number];

// What is looked at: how many days, cut by what, and whether beside as many days before.
export interface Looked {
  by: By;
  days: number;
  isCompared: boolean;
}

// Days and hours are cut by the clock of whoever looks.
function askFor({ days, isCompared }: Looked) {
  const zone = zoneOfMine();
  const compare = isCompared ? ({ compare: 'previous' } as const) : {};
  return { ...lastDays(days, Date.now(), zone), zone, ...compare };
}

// Answers and promises are not told by language.
function byWithoutLanguage(by: By) {
  return by === 'language' ? 'day' : by;
}

export function useFigures(looked: Looked) {
  const { by } = looked;
  const query = askFor(looked);
  const volume = useResource('volume', (signal) =>
    take(api.GET('/insights/volume', { params: { query: { ...query, by } }, signal })),
  );
  const moods = useResource('moods', (signal) =>
    take(api.GET('/insights/sentiment', { params: { query: { ...query, by } }, signal })),
  );
  const waits = useResource('waits', (signal) => {
    const asked = { ...query, by: byWithoutLanguage(by) };
    return take(api.GET('/insights/response-times', { params: { query: asked }, signal }));
  });
  // Topics are told of a week at most.
  const topics = useResource('topics', (signal) => {
    const asked = { ...askFor({ ...looked, days: 7, isCompared: false }), limit: 20 };
    return take(api.GET('/insights/topics', { params: { query: asked }, signal }));
  });
  return { volume, moods, waits, topics };
}

type Figures = ReturnType<typeof useFigures>;

interface Props {
  looked: Looked;
  figures: Figures;
  // Opens the messages of a figure; not there for whoever may not read them.
  onPick: ((picked: Picked) => void) | undefined;
}

interface Span {
  from: string;
  to: string;
}

// Returns what opens the messages of the n-th bar.
function pickBar(span: Span, { looked: { by }, onPick }: Props, keys: string[], moods?: readonly Mood[]) {
  if (!onPick || by === 'language') return undefined;
  return (at: number, series: number) => {
    const key = keys[at] ?? '';
    const filter = filterOf(by, key, { from: span.from, to: span.to });
    const mood = moods?.[series];
    const title = [nameKey(key, by), mood && word(mood)].filter(Boolean).join(', ');
    if (filter) onPick({ title, filter: mood ? { ...filter, sentiment: [mood] } : filter });
  };
}

function nameKey(key: string, by: By): string {
  if (by === 'day') return formatTime(`${key}T12:00:00Z`, { day: 'numeric', month: 'short' }, 'UTC');
  if (by === 'platform') return namePlatform(key);
  return key;
}

function duration(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds);
}

function share(value: number | null): string {
  return value === null ? '–' : formatPercent(value);
}

// By how much it is more or less than in the days before.
function Change({ now, before }: { now: number | null | undefined; before: number | null | undefined }) {
  const change = changeOf(now, before);
  if (change === null) return null;
  const told = formatNumber(change, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'always' });
  return (
    <p class="small quiet" data-testid="change">
      {t('{change} against the days before', { change: told })}
    </p>
  );
}

export function Volume(props: Props) {
  const { looked, figures } = props;
  return (
    <Shown of={figures.volume}>
      {(found) => {
        const rows = listRows(found, looked.by, { count: 0 });
        return (
          <>
            <Chart
              title={`${t('Messages')}: ${formatNumber(found.total)}`}
              labels={rows.map((each) => nameKey(each.key, looked.by))}
              series={[{ title: t('Messages'), style: 'bar-in', values: rows.map((each) => each.count) }]}
              onPick={pickBar(
                found,
                props,
                rows.map((each) => each.key),
              )}
            />
            <Change now={found.total} before={found.before_total} />
          </>
        );
      }}
    </Shown>
  );
}

const MOODS = ['negative', 'neutral', 'positive'] as const;

const NO_MOODS = { negative: 0, neutral: 0, positive: 0, unknown: 0, negative_share: null };

export function Moods(props: Props) {
  const { looked, figures } = props;
  return (
    <Shown of={figures.moods}>
      {(found) => {
        const rows = listRows(found, looked.by, NO_MOODS);
        return (
          <>
            <Chart
              title={`${t('Moods')}: ${found.total.negative_share === null ? '–' : t('{share} negative', { share: formatPercent(found.total.negative_share) })}`}
              labels={rows.map((each) => nameKey(each.key, looked.by))}
              series={MOODS.map((mood) => ({
                title: word(mood),
                style: `bar-${mood}`,
                values: rows.map((each) => each[mood]),
              }))}
              onPick={pickBar(
                found,
                props,
                rows.map((each) => each.key),
                MOODS,
              )}
            />
            <Change now={found.total.negative_share} before={found.before_total?.negative_share} />
          </>
        );
      }}
    </Shown>
  );
}

const NO_WAIT = { count: 0, mean_s: null, half_within_s: null, nine_of_ten_within_s: null, groups: [] };
const NOBODY_ANSWERED = { first_response: NO_WAIT, response: NO_WAIT };

export function Waits({ looked, figures }: Omit<Props, 'onPick'>) {
  return (
    <Shown of={figures.waits}>
      {(found) => {
        const by = byWithoutLanguage(looked.by);
        const rows = listRows(found, by, NOBODY_ANSWERED);
        const { half_within_s: half, nine_of_ten_within_s: nine } = found.total.first_response;
        return (
          <>
            <Chart
              title={
                half === null
                  ? t('Until the first answer: nobody was answered in these days')
                  : t('Until the first answer: half within {half}, nine of ten within {nine}', {
                      half: duration(half),
                      nine: duration(nine),
                    })
              }
              kind="lines"
              labels={rows.map((each) => nameKey(each.key, by))}
              format={(seconds) => formatDuration(seconds)}
              series={[
                {
                  title: t('half within'),
                  style: 'line',
                  values: rows.map((each) => each.first_response.half_within_s),
                },
                {
                  title: t('nine of ten within'),
                  style: 'line-second',
                  values: rows.map((each) => each.first_response.nine_of_ten_within_s),
                },
              ]}
            />
            <Change now={half} before={found.before_total?.first_response.half_within_s} />
          </>
        );
      }}
    </Shown>
  );
}

const NO_PROMISE = { promised: 0, kept: 0, kept_share: null };
const NOTHING_PROMISED = { first_answer: NO_PROMISE, next_answer: NO_PROMISE, solution: NO_PROMISE };

// How many answers came as soon as was promised.
export function Kept({ looked }: { looked: Looked }) {
  const by = byWithoutLanguage(looked.by);
  const kept = useResource('kept', (signal) =>
    take(api.GET('/insights/sla', { params: { query: { ...askFor(looked), by } }, signal })),
  );
  if (!has('GET /insights/sla')) return null;
  return (
    <Shown of={kept}>
      {(found) => {
        const rows = listRows(found, by, NOTHING_PROMISED);
        const { first_answer: first, next_answer: next, solution } = found.total;
        return (
          <>
            <Chart
              title={
                first.promised + next.promised + solution.promised === 0
                  ? t('Promises kept: none was due in these days')
                  : t('Promises kept: first answer {first}, later ones {next}, done {done}', {
                      first: share(first.kept_share),
                      next: share(next.kept_share),
                      done: share(solution.kept_share),
                    })
              }
              labels={rows.map((each) => nameKey(each.key, by))}
              series={[
                {
                  title: t('kept'),
                  style: 'bar-positive',
                  values: rows.map((each) => each.first_answer.kept + each.next_answer.kept),
                },
                {
                  title: t('missed'),
                  style: 'bar-negative',
                  values: rows.map(
                    ({ first_answer: one, next_answer: other }) =>
                      one.promised - one.kept + other.promised - other.kept,
                  ),
                },
              ]}
            />
            <Change now={first.kept_share} before={found.before_total?.first_answer.kept_share} />
          </>
        );
      }}
    </Shown>
  );
}

// How content people said to be who were asked.
const NOBODY_SAID = { answered: 0, mean: null, content_share: null, by_value: [] };

export function Content({ looked }: { looked: Looked }) {
  const content = useResource('content', (signal) =>
    take(api.GET('/insights/csat', { params: { query: askFor(looked) }, signal })),
  );
  if (!has('GET /insights/csat')) return null;
  return (
    <Shown of={content}>
      {(found) => {
        const days = fillDays(found.days, found, NOBODY_SAID);
        return found.total.answered === 0 ? (
          <p class="quiet">
            {t('Of {asked} who were asked how content they are nobody answered.', {
              asked: found.total.asked,
            })}
          </p>
        ) : (
          <>
            <Chart
              title={t('Content: {share} of {answered} who answered, {asked} were asked', {
                share: share(found.total.content_share),
                answered: found.total.answered,
                asked: found.total.asked,
              })}
              labels={days.map((each) => nameKey(each.key, 'day'))}
              series={VALUES.map((value) => ({
                title: t('{stars} of 5 stars', { stars: value }),
                style: value > 3 ? 'bar-positive' : value < 3 ? 'bar-negative' : 'bar-neutral',
                values: days.map((each) => each.by_value[value - 1] ?? 0),
              }))}
            />
            <Change now={found.total.content_share} before={found.before_total?.content_share} />
            <SheetTable
              title={t('Content by segment and platform')}
              sheet={{
                heads: [t('By'), t('answered'), t('content')],
                rows: [...found.segments, ...found.platforms].map((each) => [
                  namePlatform(each.key),
                  each.answered,
                  share(each.content_share),
                ]),
              }}
            />
          </>
        );
      }}
    </Shown>
  );
}

const VALUES = [1, 2, 3, 4, 5] as const;

// How loud each of the brand's own terms is beside its rivals'.
export function Voices({ looked }: { looked: Looked }) {
  const isShown = has('GET /insights/share-of-voice');
  const voices = useResource('voices', async (signal) => {
    const query = askFor({ ...looked, isCompared: false });
    const [found, terms] = await Promise.all([
      take(api.GET('/insights/share-of-voice', { params: { query }, signal })),
      may('terms:read') ? take(api.GET('/terms', { signal })) : undefined,
    ]);
    return { found, titles: new Map(terms?.data.map((each) => [each.id, each.title])) };
  });
  if (!isShown) return null;
  return (
    <section aria-labelledby="voices">
      <h2 id="voices">{t('Share of voice')}</h2>
      <Shown of={voices}>
        {({ found, titles }) => {
          const sums = sumByTerm(found.data);
          const whole = sums.reduce((sum, each) => sum + each.count, 0);
          if (!whole) return <Empty title={t('No search term found anything yet.')} />;
          return (
            <>
              <SheetTable
                title={t('Share of voice')}
                sheet={{
                  heads: [t('Term'), t('whose'), t('Messages'), t('Share'), t('negative'), t('positive')],
                  rows: sums.map((each) => [
                    titles.get(each.term) ?? each.term,
                    word(each.kind),
                    each.count,
                    formatPercent(each.count / whole),
                    each.negative,
                    each.positive,
                  ]),
                }}
              />
              {found.left_out.length > 0 && (
                <p class="quiet small">
                  {t('Left out, because their terms forbid counting: {platforms}', {
                    platforms: found.left_out.map(namePlatform).join(', '),
                  })}
                </p>
              )}
            </>
          );
        }}
      </Shown>
    </section>
  );
}

interface Voice {
  term: string;
  kind: string;
  count: number;
  negative: number;
  positive: number;
}

function sumByTerm(
  rows: { term_id: string; kind: string; count: number; negative: number; positive: number }[],
) {
  const sums = new Map<string, Voice>();
  for (const each of rows) {
    const known = sums.get(each.term_id);
    sums.set(each.term_id, {
      term: each.term_id,
      kind: each.kind,
      count: each.count + (known?.count ?? 0),
      negative: each.negative + (known?.negative ?? 0),
      positive: each.positive + (known?.positive ?? 0),
    });
  }
  return [...sums.values()].sort((one, other) => other.count - one.count);
}

export function Topics({ figures, onPick }: Omit<Props, 'looked'>) {
  return (
    <section aria-labelledby="topics">
      <h2 id="topics">{t('Topics')}</h2>
      <Shown of={figures.topics}>
        {(found) =>
          found.data.length === 0 ? (
            <Empty title={t('No topic stands out yet.')} />
          ) : (
            <SheetTable
              title={t('Topics')}
              opens={0}
              onPick={
                onPick &&
                ((row) => {
                  const topic = found.data[row]?.term;
                  const { from, to } = found;
                  if (topic) onPick({ title: topic, filter: { from, to, topic } });
                })
              }
              sheet={{
                heads: [t('Topic'), t('Messages'), t('usual'), word('negative'), t('Platforms')],
                rows: found.data.map((each) => [
                  each.term,
                  each.count,
                  each.usual === null ? null : Math.round(each.usual),
                  formatPercent(each.negative_share),
                  each.platforms.map(namePlatform).join(', '),
                ]),
              }}
            />
          )
        }
      </Shown>
    </section>
  );
}

// At which hours of the week there is how much to do.
export function Hours({ looked }: { looked: Looked }) {
  const hours = useResource('hours', (signal) => {
    const query = { ...askFor({ ...looked, isCompared: false }), by: 'hour' as const };
    return take(api.GET('/insights/volume', { params: { query }, signal }));
  });
  return (
    <Shown of={hours}>
      {(found) => {
        const counts = addUpHours(found.data);
        return (
          counts.flat().some(Boolean) && <HeatMap title={t('When there is most to do')} counts={counts} />
        );
      }}
    </Shown>
  );
}
