import { api, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { makeHash } from '../../app/router.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { formatNumber, t } from '../../i18n/index.ts';
import { MoreButton, PageFrame } from '../../parts/page.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { Name, Words } from '../../parts/text.tsx';
import { CalendarDay, When } from '../../parts/when.tsx';
import { PlaceLinks } from './posts.tsx';

const LIMIT = 50;

// Where people are together: groups, channels, audiences.
export function Groups() {
  const groups = usePages('groups', (cursor) =>
    take(api.GET('/groups', { params: { query: { limit: LIMIT, cursor } } })),
  );
  useScreen('posts', t('Groups'), isShown(groups));
  return (
    <PageFrame title={t('Groups')}>
      <PlaceLinks here="groups" />
      <Shown of={groups}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('Nobody joined a group yet.')} />
          ) : (
            <Table
              caption={t('Groups')}
              rows={list}
              keyOf={(each) => each.id}
              marks={(each) => ({ 'data-testid': 'group-row', 'data-id': each.id })}
              columns={[
                {
                  title: t('Title'),
                  show: (each) => (
                    <a href={makeHash(['posts', 'groups', each.id])}>
                      <Words text={each.name ?? t('without a name')} isPlain />
                    </a>
                  ),
                },
                { title: t('Platform'), show: (each) => namePlatform(each.platform) },
                { title: t('Members'), isNumber: true, show: (each) => formatNumber(each.members) },
                { title: t('Last joined or left'), show: (each) => <CalendarDay day={each.last_day} /> },
              ]}
            />
          )
        }
      </Shown>
      <MoreButton pages={groups} />
    </PageFrame>
  );
}

export function GroupMembers({ id }: { id: string }) {
  const members = usePages(id, (cursor) =>
    take(api.GET('/groups/{id}/members', { params: { path: { id }, query: { limit: LIMIT, cursor } } })),
  );
  useScreen('posts', t('Members'), isShown(members));
  return (
    <PageFrame title={t('Members')} actions={<a href="#/posts/groups">{t('All groups')}</a>}>
      <Shown of={members}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('Nobody is in it as far as is told.')} />
          ) : (
            <Table
              caption={t('Members')}
              rows={list}
              keyOf={(each) => each.person.id}
              columns={[
                {
                  title: t('Title'),
                  show: (each) => (
                    <a href={makeHash(['people', each.person.id])}>
                      <Name person={each.person} />
                    </a>
                  ),
                },
                { title: t('Since'), show: (each) => <When at={each.since} /> },
              ]}
            />
          )
        }
      </Shown>
      <MoreButton pages={members} />
    </PageFrame>
  );
}
