import { useEffect } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { type Pages, usePages } from '../../app/pages.ts';
import { useResource } from '../../app/resource.ts';
import { go, place } from '../../app/router.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { formatNumber, formatTime, t } from '../../i18n/index.ts';
import { Chart } from '../../parts/charts.tsx';
import { attempt, MoreButton, PageFrame } from '../../parts/page.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Name } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { Editor } from './editor.tsx';
import { describeEvidence, describeRule } from './evidence.ts';

type Segment = Schemas['Segment'];

// How often it is looked how far a segment is filled, as long as one is.
const LOOK_MS = 4000;

export function SegmentsScreen() {
  const id = place.value.parts[1];
  const segments = usePages('segments', (cursor) =>
    take(api.GET('/segments', { params: { query: { limit: 100, ...(cursor ? { cursor } : {}) } } })),
  );
  useScreen(id ? 'segment' : 'segments', t('Segments'), isShown(segments));
  const isFilling = segments.data.value?.some((each) => each.backfill?.state === 'walking') ?? false;
  useEffect(() => {
    if (!isFilling) return;
    const look = () => document.visibilityState === 'visible' && void segments.reload();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [isFilling]);
  const mayWrite = may('segments:write');
  return (
    <PageFrame
      title={t('Segments')}
      actions={
        mayWrite && (
          <a class="button" role="button" href="#/segments/new">
            {t('New segment')}
          </a>
        )
      }
    >
      <Shown of={segments}>
        {(list) => (
          <div class="split">
            <nav aria-label={t('Segments')}>
              {list.map((each) => (
                <a
                  key={each.id}
                  href={`#/segments/${each.id}`}
                  aria-current={each.id === id ? 'page' : undefined}
                >
                  <bdi>{each.title}</bdi>
                  <span class="quiet small">
                    {each.backfill?.state === 'walking' && `${t('filling')} · `}
                    {tellMembers(each)}
                  </span>
                </a>
              ))}
              <MoreButton pages={segments} />
            </nav>
            <Chosen id={id} list={list} segments={segments} />
          </div>
        )}
      </Shown>
    </PageFrame>
  );
}

function Chosen({
  id,
  list,
  segments,
}: {
  id: string | undefined;
  list: Segment[];
  segments: Pages<Segment>;
}) {
  if (id === 'new') {
    const saved = (made: Segment) => {
      void segments.reload();
      go(`#/segments/${made.id}`);
    };
    return <Editor segment={null} onSaved={saved} />;
  }
  const segment = list.find((each) => each.id === id);
  if (!segment) {
    return (
      <Empty title={id ? t('There is no such segment.') : t('Choose a segment.')}>
        <p>{t('A segment is a rule. Whoever it is true of is in it, and it says why.')}</p>
      </Empty>
    );
  }
  return <OneSegment key={segment.id} segment={segment} segments={segments} />;
}

function OneSegment({ segment, segments }: { segment: Segment; segments: Pages<Segment> }) {
  const isMine = may('segments:write') && !segment.built_in;
  const isFilling = segment.backfill?.state === 'walking';
  // Whoever was found since is read.
  const far = `${segment.backfill?.state} ${segment.backfill?.contacts}`;
  const remove = () =>
    attempt(t('Deleted'), async () => {
      await take(api.DELETE('/segments/{id}', { params: { path: { id: segment.id } } }));
      go('#/segments');
      await segments.reload();
    });
  return (
    <div>
      <h2>
        <bdi>{segment.title}</bdi>
      </h2>
      <ul class="rule-lines">
        {describeRule(segment.rule).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {segment.offer && (
        <p class="offer">
          <bdi dir="auto">{segment.offer}</bdi>
        </p>
      )}
      {segment.backfill && (
        <p class="quiet small" data-testid="segment-backfill">
          {isFilling
            ? t('looking through everybody: {count} so far', { count: segment.backfill.contacts })
            : t('{count} were looked through', { count: segment.backfill.contacts })}
        </p>
      )}
      {isMine && (
        <details>
          <summary>{t('Change')}</summary>
          <Editor segment={segment} onSaved={() => void segments.reload()} />
          <button type="button" class="danger" onClick={() => void remove()}>
            {t('Delete the segment')}
          </button>
        </details>
      )}
      <Moves key={`moves ${far}`} id={segment.id} />
      <Members key={`members ${far}`} id={segment.id} isFilling={isFilling} />
    </div>
  );
}

function tellMembers({ members }: Pick<Segment, 'members'>): string {
  return members ? `${formatNumber(members.count)}${members.exact ? '' : '+'}` : '';
}

// How many are in it now, and who came and went in the last days.
function Moves({ id }: { id: string }) {
  const segment = useResource(`segment ${id}`, (signal) =>
    take(api.GET('/segments/{id}', { params: { path: { id } }, signal })),
  );
  return (
    <Shown of={segment}>
      {(found) => {
        const flow = found.flow ?? [];
        const today = flow.at(-1);
        return (
          <>
            <p data-testid="segment-members">
              {t('{count} people', { count: tellMembers(found) })}
              {today && (
                <span class="quiet">
                  {' · '}
                  {t('today {entered} came and {left} left', { entered: today.entered, left: today.left })}
                </span>
              )}
            </p>
            {flow.some((day) => day.entered || day.left) && (
              <Chart
                title={t('Who came and who left')}
                labels={flow.map((day) =>
                  formatTime(`${day.day}T12:00:00Z`, { month: 'short', day: 'numeric' }, 'UTC'),
                )}
                series={[
                  { title: t('came'), style: 'bar-positive', values: flow.map((day) => day.entered) },
                  { title: t('left'), style: 'bar-neutral', values: flow.map((day) => day.left) },
                ]}
              />
            )}
          </>
        );
      }}
    </Shown>
  );
}

function Members({ id, isFilling }: { id: string; isFilling: boolean }) {
  const members = usePages(`members ${id}`, (cursor) =>
    take(
      api.GET('/segments/{id}/members', {
        params: { path: { id }, query: { limit: 50, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  );
  return (
    <section aria-labelledby="members">
      <h3 id="members">{t('Who is in it')}</h3>
      <Shown of={members}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={isFilling ? t('Nobody was found yet.') : t('Nobody is in it.')} />
          ) : (
            <ul class="plain-list">
              {list.map((each) => (
                <li key={each.contact.id} class="card small" data-testid="segment-why">
                  <a href={`#/people/${each.contact.id}`}>
                    <Name person={each.contact} />
                  </a>{' '}
                  <When at={each.since} /> · {describeEvidence(each.evidence).join('; ')}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <MoreButton pages={members} />
    </section>
  );
}
