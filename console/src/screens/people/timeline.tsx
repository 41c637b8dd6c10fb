import { api, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { t } from '../../i18n/index.ts';
import { MoreButton } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Shown } from '../../parts/states.tsx';

// What was said with a person on all channels, newest first.
export function Timeline({ id, here }: { id: string; here?: string | undefined }) {
  const timeline = usePages(`timeline ${id}`, (cursor) =>
    take(
      api.GET('/contacts/{id}/timeline', {
        params: { path: { id }, query: { limit: 20, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  );
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('What was said')}</h2>
      <Shown of={timeline}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('Nothing is left of it.')} />
          ) : (
            <div class="timeline">
              {list.map((each) => (
                <Said key={each.id} of={each} here={here} />
              ))}
            </div>
          )
        }
      </Shown>
      <MoreButton pages={timeline} />
    </section>
  );
}
