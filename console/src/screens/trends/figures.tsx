import { api, has, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { formatDuration, formatNumber, formatPercent, formatTime, t, word } from '../../i18n/index.ts';
import { Chart, type Series } from '../../parts/charts.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { SheetTable } from '../../parts/sheet.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { changeOf, lastDays, type Period, periodBefore } from './period.ts';

export const BY = ['day', 'hour', 'platform', 'language'] as const;
export type By = (typeof BY)[number];

// What is looked at: how many days, cut by what, and whether beside as many days before.
export interface Looked {
  by: By;
  days: number;
  isCompared: boolean;
}

function periodOf(looked: Looked): Period {
  return lastDays(looked.days, Date.now());
}

// Answers and promises are not told by language.
function byWithoutLanguage(by: By) {
  return by === 'language' ? 'day' : by;
}

// The same question of two periods; of the second only where they are compared.
async function readBoth<T>(looked: Looked, read: (period: Period) => Promise<T>) {
  const period = periodOf(looked);
  const [now, before] = await Promise.all([
    read(period),
    looked.isCompared ? read(periodBefore(period)) : undefined,
  ]);
  return { now, before };
}

export function useFigures(looked: Looked) {
  const { by } = looked;
  const volume = useResource('volume', (signal) =>
    readBoth(looked, (period) =>
      take(api.GET('/insights/volume', { params: { query: { ...period, by } }, signal })),
    ),
  );
  const moods = useResource('moods', (signal) =>
    readBoth(looked, (period) =>
      take(api.GET('/insights/sentiment', { params: { query: { ...period, by } }, signal })),
    ),
  );
  const waits = useResource('waits', (signal) =>
    readBoth(looked, (period) => {
      const query = { ...period, by: byWithoutLanguage(by) };
      return take(api.GET('/insights/response-times', { params: { query }, signal }));
    }),
  );
  // Topics are told of a week at most.
  const topics = useResource('topics', (signal) =>
    take(
      api.GET('/insights/topics', { params: { query: { ...lastDays(7, Date.now()), limit: 20 } }, signal }),
    ),
  );
  return { volume, moods, waits, topics };
}

type Figures = ReturnType<typeof useFigures>;

interface Props {
  looked: Looked;
  figures: Figures;
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

// The days before lie under the same places of the picture, first under first.
function besides(values: number[] | undefined, labels: string[]): Series[] {
  if (!values) return [];
  return [{ title: t('the days before'), style: 'line-second', values: values.slice(0, labels.length) }];
}

export function Volume({ looked, figures }: Props) {
  return (
    <Shown of={figures.volume}>
      {({ now, before }) => {
        const labels = now.data.map((each) => nameKey(each.key, looked.by));
        const isAligned = before && (looked.by === 'day' || looked.by === 'hour');
        return (
          <>
            <Chart
              title={`${t('Messages')}: ${formatNumber(now.total)}`}
              kind={isAligned ? 'lines' : 'bars'}
              labels={labels}
              series={[
                {
                  title: t('Messages'),
                  style: isAligned ? 'line' : 'bar-in',
                  values: now.data.map((each) => each.count),
                },
                ...(isAligned
                  ? besides(
                      before.data.map((each) => each.count),
                      labels,
                    )
                  : []),
              ]}
            />
            <Change now={now.total} before={before?.total} />
          </>
        );
      }}
    </Shown>
  );
}

export function Moods({ looked, figures }: Props) {
  return (
    <Shown of={figures.moods}>
      {({ now, before }) => (
        <>
          <Chart
            title={`${t('Moods')}: ${now.total.negative_share === null ? '–' : t('{share} negative', { share: formatPercent(now.total.negative_share) })}`}
            labels={now.data.map((each) => nameKey(each.key, looked.by))}
            series={(['negative', 'neutral', 'positive'] as const).map((mood) => ({
              title: word(mood),
              style: `bar-${mood}`,
              values: now.data.map((each) => each[mood]),
            }))}
          />
          <Change now={now.total.negative_share} before={before?.total.negative_share} />
        </>
      )}
    </Shown>
  );
}

export function Waits({ looked, figures }: Props) {
  return (
    <Shown of={figures.waits}>
      {({ now, before }) => (
        <>
          <Chart
            title={t('Until the first answer: half within {half}, nine of ten within {nine}', {
              half: duration(now.total.first_response.half_within_s),
              nine: duration(now.total.first_response.nine_of_ten_within_s),
            })}
            kind="lines"
            labels={now.data.map((each) => nameKey(each.key, byWithoutLanguage(looked.by)))}
            format={formatDuration}
            series={[
              {
                title: t('half within'),
                style: 'line',
                values: now.data.map((each) => each.first_response.half_within_s ?? 0),
              },
              {
                title: t('nine of ten within'),
                style: 'line-second',
                values: now.data.map((each) => each.first_response.nine_of_ten_within_s ?? 0),
              },
            ]}
          />
          <Change
            now={now.total.first_response.half_within_s}
            before={before?.total.first_response.half_within_s}
          />
        </>
      )}
    </Shown>
  );
}

// How many answers came as soon as was promised.
export function Kept({ looked }: { looked: Looked }) {
  const by = byWithoutLanguage(looked.by);
  const kept = useResource('kept', (signal) =>
    readBoth(looked, (period) =>
      take(api.GET('/insights/sla', { params: { query: { ...period, by } }, signal })),
    ),
  );
  if (!has('GET /insights/sla')) return null;
  return (
    <Shown of={kept}>
      {({ now, before }) => (
        <>
          <Chart
            title={t('Promises kept: first answer {first}, later ones {next}', {
              first: share(now.total.first_answer.kept_share),
              next: share(now.total.next_answer.kept_share),
            })}
            labels={now.data.map((each) => nameKey(each.key, by))}
            series={[
              {
                title: t('kept'),
                style: 'bar-positive',
                values: now.data.map((each) => each.first_answer.kept + each.next_answer.kept),
              },
              {
                title: t('missed'),
                style: 'bar-negative',
                values: now.data.map(
                  ({ first_answer: one, next_answer: other }) =>
                    one.promised - one.kept + other.promised - other.kept,
                ),
              },
            ]}
          />
          <Change now={now.total.first_answer.kept_share} before={before?.total.first_answer.kept_share} />
        </>
      )}
    </Shown>
  );
}

// How loud each of the brand's own terms is beside its rivals'.
export function Voices({ looked }: { looked: Looked }) {
  const isShown = has('GET /insights/share-of-voice');
  const voices = useResource('voices', async (signal) => {
    const query = periodOf(looked);
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

export function Topics({ figures }: { figures: Figures }) {
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
