import { api, type Schemas, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { formatNumber, t, word } from '../../i18n/index.ts';
import { MoreButton, PageFrame } from '../../parts/page.tsx';
import { namePlatform, PlatformMark } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';

export function AlertsScreen() {
  const alerts = usePages('alerts', (cursor) =>
    take(api.GET('/alerts', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
  );
  useScreen('alerts', t('Alerts'), isShown(alerts));
  return (
    <PageFrame title={t('Alerts')}>
      <Shown of={alerts}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('Nothing is unusual.')}>
              <p>{t('An alert comes when an hour is much louder, angrier or faster than usual.')}</p>
            </Empty>
          ) : (
            <div class="cards">
              {list.map((each) => (
                <AlertCard key={each.id} alert={each} />
              ))}
            </div>
          )
        }
      </Shown>
      <MoreButton pages={alerts} />
    </PageFrame>
  );
}

function AlertCard({ alert }: { alert: Schemas['Alert'] }) {
  return (
    <article class="card" data-testid="alert" data-id={alert.id} data-severity={alert.severity}>
      <header class="bar">
        <PlatformMark platform={alert.platform} />
        <h2>{namePlatform(alert.platform)}</h2>
        <span class={alert.severity >= 2 ? 'chip bad' : 'chip'}>
          {t('severity {number}', { number: alert.severity })}
        </span>
      </header>
      <p class="quiet small">
        <When at={alert.hour} full />
      </p>
      <p>
        {t('{count} messages of {people} people, {negative} negative', {
          count: alert.interactions,
          people: alert.people,
          negative: alert.negative,
        })}
      </p>
      <table class="small">
        <thead>
          <tr>
            <th scope="col">{t('Signal')}</th>
            <th scope="col" class="number">
              {t('now')}
            </th>
            <th scope="col" class="number">
              {t('usual')}
            </th>
          </tr>
        </thead>
        <tbody>
          {alert.signals.map((each) => (
            <tr key={each.name}>
              <th scope="row">{word(each.name)}</th>
              <td class="number">{formatNumber(each.value, { maximumFractionDigits: 2 })}</td>
              <td class="number">{formatNumber(each.usual, { maximumFractionDigits: 2 })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}
