import { api, has, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { zoneOfMine } from '../../app/preferences.ts';
import { may } from '../../app/session.ts';
import { t } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { MoreButton } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import type { Asked } from './period.ts';

export type Mood = 'negative' | 'neutral' | 'positive';

// Which messages a figure is made of, and what they are called.
export interface Picked {
  title: string;
  filter: Asked & { sentiment?: Mood[]; topic?: string };
}

export function mayOpenMessages(): boolean {
  return has('GET /interactions') && may('conversations:read');
}

// The messages behind a figure. What is looked for stands in no address: a topic may be a name.
export function Messages({ picked, onClose }: { picked: Picked; onClose: () => void }) {
  const pages = usePages(JSON.stringify(picked.filter), (cursor) => {
    const query = { ...picked.filter, zone: zoneOfMine(), ...(cursor ? { cursor } : {}) };
    return take(api.GET('/interactions', { params: { query } }));
  });
  return (
    <Dialog title={picked.title} onClose={onClose} testId="messages">
      <Shown of={pages}>
        {(found) =>
          found.length === 0 && !pages.hasMore() ? (
            <Empty title={t('Nothing is left of it.')} />
          ) : (
            <div class="timeline">
              {found.map((each) => (
                <Said key={each.id} of={each} />
              ))}
            </div>
          )
        }
      </Shown>
      <MoreButton pages={pages} label={t('Look further')} />
    </Dialog>
  );
}
