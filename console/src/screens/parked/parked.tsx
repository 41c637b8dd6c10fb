import { useEffect, useRef, useState } from 'preact/hooks';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { useResource } from '../../app/resource.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { show } from '../../app/toasts.ts';
import { formatNumber, t, word } from '../../i18n/index.ts';
import { type Choice, ChoiceField } from '../../parts/form.tsx';
import { attempt, MoreButton, PageFrame } from '../../parts/page.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { When } from '../../parts/when.tsx';

// When it is looked again after a replay: seconds from one look to the next.
const LOOKS_S = [3, 4, 6, 10];

// Deliveries that could not be read: why, since when, and again. What stands in them is never shown.
export function ParkedScreen() {
  const [reason, setReason] = useState('');
  const parked = usePages(reason, (cursor) => {
    const query = { limit: 50, ...(cursor ? { cursor } : {}), ...(reason ? { reason } : {}) };
    return take(api.GET('/parked', { params: { query } }));
  });
  // What was chosen stays among the choices, and so do those it leaves out.
  const known = useRef(new Set<string>());
  for (const each of parked.data.value ?? []) known.current.add(each.reason);
  const reasons = [...known.current].sort();
  useScreen('parked', t('Parked'), isShown(parked));
  const mayReplay = may('parked:write') && has('POST /parked/replay');
  const [looks, setLooks] = useState(0);
  // What was queued again is read within seconds; what cannot be read then stands here again.
  useEffect(() => {
    const wait = LOOKS_S[LOOKS_S.length - looks];
    if (wait === undefined) return;
    const timer = setTimeout(() => void parked.reload().then(() => setLooks(looks - 1)), wait * 1000);
    return () => clearTimeout(timer);
  }, [looks]);
  // What a dry run counted, until it is done or the reason changes.
  const [counted, setCounted] = useState<Schemas['Replay'] | null>(null);
  const choose = (wanted: string) => {
    setReason(wanted);
    setCounted(null);
  };
  const replay = async (body: Schemas['ReplayWanted']) => {
    setCounted(null);
    await attempt('', async () => {
      const done = await take(api.POST('/parked/replay', { body }));
      show({ text: tellReplay(t('{count} are read again', { count: done.replayed }), done) });
      setLooks(LOOKS_S.length);
    });
    await parked.reload();
  };
  const count = () =>
    attempt('', async () => {
      setCounted(await take(api.POST('/parked/replay', { body: { reason, dry_run: true } })));
    });
  return (
    <PageFrame title={t('Parked')}>
      <p class="quiet">
        {t(
          'Deliveries that were proved to be real and could not be read. Replay them when the cause is mended.',
        )}
      </p>
      <div class="bar">
        <ChoiceField
          label={t('Reason')}
          value={reason}
          choices={[['', t('All')], ...reasons.map((each): Choice => [each, word(each)])]}
          onChange={choose}
        />
        {mayReplay && reason && !counted && (
          <button type="button" onClick={() => void count()}>
            {t('Replay all with this reason')}
          </button>
        )}
      </div>
      {counted && (
        <div class="bar" role="group" aria-label={t('Replay all with this reason')} data-testid="dry-run">
          <span role="status">
            {tellReplay(t('{count} would be read again', { count: counted.replayed }), counted)}
          </span>
          {counted.replayed > 0 && (
            <button type="button" class="primary" onClick={() => void replay({ reason })}>
              {t('Replay')}
            </button>
          )}
          <button type="button" onClick={() => setCounted(null)}>
            {t('Cancel')}
          </button>
        </div>
      )}
      {looks > 0 && (
        <p role="status" data-testid="parked-replaying">
          {t('Being read again. What cannot be read will stand here again.')}
        </p>
      )}
      <Shown of={parked}>
        {(list) =>
          list.length === 0 ? (
            looks === 0 && (
              <Empty title={t('Nothing is parked.')}>
                <p>{t('Everything that came was read.')}</p>
              </Empty>
            )
          ) : (
            <Table
              caption={t('Parked')}
              rows={list}
              keyOf={(each) => each.id}
              marks={(each) => ({
                'data-testid': 'parked-row',
                'data-id': each.id,
                'data-reason': each.reason,
              })}
              columns={[
                { title: t('Platform'), show: (each) => namePlatform(each.platform) },
                { title: t('Reason'), show: (each) => word(each.reason) },
                { title: t('Received'), show: (each) => <When at={each.received_at} /> },
                { title: t('Accounts'), show: (each) => <bdi dir="ltr">{each.accounts.join(', ')}</bdi> },
                {
                  title: t('Replay'),
                  show: (each) =>
                    each.readable && mayReplay ? (
                      <button type="button" onClick={() => void replay({ ids: [each.id] })}>
                        {t('Replay')}
                      </button>
                    ) : (
                      <span class="quiet">{each.readable ? '' : t('cannot be read any more')}</span>
                    ),
                },
              ]}
            />
          )
        }
      </Shown>
      <MoreButton pages={parked} />
      {has('GET /queues') && <Queues />}
    </PageFrame>
  );
}

function tellReplay(replayed: string, { gone, more }: Schemas['Replay']): string {
  const told = [
    replayed,
    gone > 0 && t('{count} cannot be read any more', { count: gone }),
    more && t('there are more'),
  ];
  return told.filter(Boolean).join(' · ');
}

function Queues() {
  const queues = useResource('queues', (signal) => take(api.GET('/queues', { signal })));
  const replay = async (id: string) => {
    await attempt(t('Read again'), () => take(api.POST('/queues/{id}/replay', { params: { path: { id } } })));
    await queues.reload();
  };
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">{t('Queues')}</h2>
      <Shown of={queues}>
        {(page) => (
          <Table
            caption={t('Queues')}
            rows={page.data}
            keyOf={(each) => each.name}
            columns={[
              { title: t('Queue'), show: (each) => word(each.name) },
              { title: t('waiting'), isNumber: true, show: (each) => formatNumber(each.waiting) },
              { title: t('at work'), isNumber: true, show: (each) => formatNumber(each.in_flight) },
              { title: t('given up'), isNumber: true, show: (each) => formatNumber(each.dead) },
              {
                title: t('Replay'),
                show: (each) =>
                  each.dead > 0 &&
                  may('parked:write') && (
                    <button type="button" onClick={() => void replay(each.name)}>
                      {t('Replay')}
                    </button>
                  ),
              },
            ]}
          />
        )}
      </Shown>
    </section>
  );
}
