import { api, has, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { formatDuration, formatNumber, t } from '../../i18n/index.ts';
import { Chart } from '../../parts/charts.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';

const AGE_STYLES = ['bar-positive', 'bar-in', 'bar-neutral', 'bar-negative'];

// What is still to be done as of now: how many wait, since when, on which platform.
export function BacklogByAge() {
  const backlog = useResource('backlog', (signal) => take(api.GET('/insights/backlog', { signal })));
  if (!has('GET /insights/backlog')) return null;
  return (
    <Shown of={backlog}>
      {(found) => {
        const groups = found.total.open.groups;
        return (
          <>
            <Chart
              title={t('Open now: {count}, in {nobody} of them nobody waits', {
                count: found.total.open.count,
                nobody: found.total.open.nobody_waits,
              })}
              labels={found.data.map((each) => namePlatform(each.platform))}
              series={groups.map((_, at) => ({
                title: tellAge(groups, at),
                style: AGE_STYLES[Math.min(at, AGE_STYLES.length - 1)] ?? 'bar-in',
                values: found.data.map((each) => each.open.groups[at]?.count ?? 0),
              }))}
            />
            <LookedAt count={found.looked_at} isComplete={found.complete} />
          </>
        );
      }}
    </Shown>
  );
}

function tellAge(groups: Schemas['AgeGroup'][], at: number): string {
  const until = groups[at]?.up_to_s;
  if (until) return t('waits up to {time}', { time: formatDuration(until) });
  return t('waits longer than {time}', { time: formatDuration(groups[at - 1]?.up_to_s ?? 0) });
}

// Who has how much to do, beside the mean of all.
export function AgentsLoad() {
  const loads = useResource('loads', (signal) => take(api.GET('/insights/agents', { signal })));
  if (!has('GET /insights/agents')) return null;
  return (
    <Shown of={loads}>
      {(found) =>
        found.data.length === 0 ? (
          <Empty title={t('No conversation is assigned to anybody.')} />
        ) : (
          <>
            <Chart
              title={t('Open conversations by agent: {mean} each in the mean, {nobody} nobody’s', {
                mean: found.mean === null ? '–' : formatNumber(found.mean, { maximumFractionDigits: 1 }),
                nobody: found.nobody,
              })}
              labels={found.data.map((each) => each.agent)}
              series={[
                {
                  title: t('somebody waits'),
                  style: 'bar-negative',
                  values: found.data.map((each) => each.waiting),
                },
                {
                  title: t('nobody waits'),
                  style: 'bar-in',
                  values: found.data.map((each) => each.open - each.waiting),
                },
              ]}
            />
            <LookedAt count={found.looked_at} isComplete={found.complete} />
          </>
        )
      }
    </Shown>
  );
}

function LookedAt({ count, isComplete }: { count: number; isComplete: boolean }) {
  if (isComplete) return null;
  return <p class="quiet small">{t('Of the {count} most urgent; there are more.', { count })}</p>;
}
