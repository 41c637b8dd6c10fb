import { useEffect } from 'preact/hooks';
import { api, has, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { makeHash, place } from '../../app/router.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { t } from '../../i18n/index.ts';
import { MoreButton, PageFrame } from '../../parts/page.tsx';
import { namePlatform, PlatformMark } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Words } from '../../parts/text.tsx';
import { CalendarDay } from '../../parts/when.tsx';
import { accounts, loadAccounts } from '../accounts/names.ts';
import { Reach, titlePost } from '../conversation/post-head.tsx';
import { GroupMembers, Groups } from './groups.tsx';
import { Post } from './post.tsx';

const LIMIT = 50;

// What people write under, and where they are together.
export function PostsScreen() {
  const [, first, second] = place.value.parts;
  if (first === 'groups') return second ? <GroupMembers key={second} id={second} /> : <Groups />;
  return first ? <Post key={first} id={first} /> : <Posts />;
}

export function PlaceLinks({ here }: { here: 'posts' | 'groups' }) {
  if (!has('GET /groups')) return null;
  return (
    <nav class="views" aria-label={t('Sections')}>
      <a href="#/posts" aria-current={here === 'posts' ? 'page' : undefined}>
        {t('Posts')}
      </a>
      <a href="#/posts/groups" aria-current={here === 'groups' ? 'page' : undefined}>
        {t('Groups')}
      </a>
    </nav>
  );
}

function Posts() {
  const posts = usePages('posts', (cursor) =>
    take(api.GET('/posts', { params: { query: { limit: LIMIT, cursor } } })),
  );
  useScreen('posts', t('Posts'), isShown(posts));
  useEffect(() => void loadAccounts(), []);
  const titles = accounts.value;
  return (
    <PageFrame title={t('Posts')}>
      <PlaceLinks here="posts" />
      <Shown of={posts}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('Nobody wrote under a post yet.')} />
          ) : (
            <ul class="plain-list">
              {list.map((each) => (
                <li key={each.id} class="work" data-testid="post-row" data-id={each.id}>
                  <a href={makeHash(['posts', each.id])} class="work-link">
                    <span class="row-head quiet small">
                      <PlatformMark platform={each.platform} />
                      <span>{namePlatform(each.platform)}</span>
                      {titles.has(each.account_id) && (
                        <span>
                          · <Words text={titles.get(each.account_id)?.title ?? ''} isPlain />
                        </span>
                      )}
                    </span>
                    <strong class="row-text">
                      <Words text={titlePost(each)} isPlain />
                    </strong>
                    <span class="small">
                      <span class="quiet">
                        {t('last active')} <CalendarDay day={each.last_day} /> ·{' '}
                      </span>
                      <Reach reach={each.reach} negative={each.negative} />
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <MoreButton pages={posts} />
      {posts.data.value && (
        <p class="quiet small">{t('{count} shown', { count: posts.data.value.length })}</p>
      )}
    </PageFrame>
  );
}
