import { api, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { makeHash, place, replaceHash } from '../../app/router.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { formatDuration, formatNumber, formatPercent, formatTime, t, word } from '../../i18n/index.ts';
import { Chart } from '../../parts/charts.tsx';
import { PageFrame } from '../../parts/page.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Words } from '../../parts/text.tsx';

const BY = ['day', 'hour', 'platform', 'language'] as const;
type By = (typeof BY)[number];
const DAYS = [7, 30, 90];

export function TrendsScreen() {
  const query = place.value.query;
  const by = BY.find((each) => each === query.get('by')) ?? 'day';
  const days = DAYS.find((each) => String(each) === query.get('days')) ?? 30;
  const set = (change: Record<string, string>) =>
    replaceHash(makeHash(['trends'], { by, days: String(days), ...change }));
  return (
    <Body
      key={`${by} ${days}`}
      by={by}
      days={days}
      controls={
        <>
          <label>
            {t('By')}
            <select value={by} onChange={(event) => set({ by: event.currentTarget.value })}>
              {BY.map((each) => (
                <option key={each} value={each}>
                  {word(each)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('Last days')}
            <select value={String(days)} onChange={(event) => set({ days: event.currentTarget.value })}>
              {DAYS.map((each) => (
                <option key={each} value={String(each)}>
                  {formatNumber(each)}
                </option>
              ))}
            </select>
          </label>
        </>
      }
    />
  );
}

function Body({ by, days, controls }: { by: By; days: number; controls: preact.ComponentChildren }) {
  const to = new Date().toISOString().slice(0, 10);
  const from = new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const range = { from, to };
  // Topics are told of a week at most.
  const lately = { from: new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10), to };
  const volume = useResource('volume', (signal) =>
    take(api.GET('/insights/volume', { params: { query: { ...range, by } }, signal })),
  );
  const moods = useResource('moods', (signal) =>
    take(api.GET('/insights/sentiment', { params: { query: { ...range, by } }, signal })),
  );
  const waits = useResource('waits', (signal) =>
    take(
      api.GET('/insights/response-times', {
        params: { query: { ...range, by: by === 'language' ? 'day' : by } },
        signal,
      }),
    ),
  );
  const topics = useResource('topics', (signal) =>
    take(api.GET('/insights/topics', { params: { query: { ...lately, limit: 20 } }, signal })),
  );
  useScreen('trends', t('Trends'), [volume, moods, waits, topics].every(isShown));
  const name = (key: string) => label(key, by);
  return (
    <PageFrame title={t('Trends')} actions={controls}>
      <Shown of={volume}>
        {(found) => (
          <Chart
            title={`${t('Messages')}: ${formatNumber(found.total)}`}
            labels={found.data.map((each) => name(each.key))}
            series={[{ title: t('Messages'), style: 'bar-in', values: found.data.map((each) => each.count) }]}
          />
        )}
      </Shown>
      <Shown of={moods}>
        {(found) => (
          <Chart
            title={`${t('Moods')}: ${found.total.negative_share === null ? '–' : t('{share} negative', { share: formatPercent(found.total.negative_share) })}`}
            labels={found.data.map((each) => name(each.key))}
            series={(['negative', 'neutral', 'positive'] as const).map((mood) => ({
              title: word(mood),
              style: `bar-${mood}`,
              values: found.data.map((each) => each[mood]),
            }))}
          />
        )}
      </Shown>
      <Shown of={waits}>
        {(found) => (
          <Chart
            title={t('Until the first answer: half within {half}, nine of ten within {nine}', {
              half: duration(found.total.first_response.half_within_s),
              nine: duration(found.total.first_response.nine_of_ten_within_s),
            })}
            kind="lines"
            labels={found.data.map((each) => label(each.key, by === 'language' ? 'day' : by))}
            format={formatDuration}
            series={[
              {
                title: t('half within'),
                style: 'line',
                values: found.data.map((each) => each.first_response.half_within_s ?? 0),
              },
              {
                title: t('nine of ten within'),
                style: 'line-second',
                values: found.data.map((each) => each.first_response.nine_of_ten_within_s ?? 0),
              },
            ]}
          />
        )}
      </Shown>
      <section aria-labelledby="topics">
        <h2 id="topics">{t('Topics')}</h2>
        <Shown of={topics}>
          {(found) =>
            found.data.length === 0 ? (
              <Empty title={t('No topic stands out yet.')} />
            ) : (
              <div class="scroll">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">{t('Topic')}</th>
                      <th scope="col" class="number">
                        {t('Messages')}
                      </th>
                      <th scope="col" class="number">
                        {t('usual')}
                      </th>
                      <th scope="col" class="number">
                        {word('negative')}
                      </th>
                      <th scope="col">{t('Platforms')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {found.data.map((each) => (
                      <tr key={each.kind + each.term}>
                        <th scope="row">
                          <Words text={each.term} />
                        </th>
                        <td class="number">{formatNumber(each.count)}</td>
                        <td class="number">
                          {each.usual === null ? '–' : formatNumber(Math.round(each.usual))}
                        </td>
                        <td class="number">{formatPercent(each.negative_share)}</td>
                        <td>{each.platforms.map(namePlatform).join(', ')}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Shown>
      </section>
    </PageFrame>
  );
}

function label(key: string, by: By): string {
  if (by === 'day') return formatTime(`${key}T12:00:00Z`, { day: 'numeric', month: 'short' }, 'UTC');
  if (by === 'platform') return namePlatform(key);
  return key;
}

function duration(seconds: number | null): string {
  return seconds === null ? '–' : formatDuration(seconds);
}
