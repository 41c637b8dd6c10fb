import { api, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { useResource } from '../../app/resource.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { formatTime, t, word } from '../../i18n/index.ts';
import { Chart } from '../../parts/charts.tsx';
import { Mood } from '../../parts/mood.tsx';
import { MoreButton, PageFrame } from '../../parts/page.tsx';
import { isWebLink } from '../../parts/passages.ts';
import { PlatformMark } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Name, Words } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { Reach, titlePost } from '../conversation/post-head.tsx';

const FIGURES = ['views', 'reactions', 'comments', 'shares'] as const;
const STYLES = ['line', 'line-second', 'line', 'line-second'];

// A post: how far it reached day by day, and the conversations below it.
export function Post({ id }: { id: string }) {
  const path = { id };
  const post = useResource(id, (signal) => take(api.GET('/posts/{id}', { params: { path }, signal })));
  const below = usePages(id, (cursor) =>
    take(api.GET('/posts/{id}/conversations', { params: { path, query: { limit: 50, cursor } } })),
  );
  useScreen('post', t('Post'), isShown(post) && isShown(below));
  return (
    <PageFrame title={t('Post')} actions={<a href="#/posts">{t('All posts')}</a>}>
      <Shown of={post}>
        {(found) => (
          <>
            <article class="card" data-testid="post-head" data-id={found.id}>
              <header class="bar">
                <PlatformMark platform={found.platform} />
                <h2>{found.title ? <Words text={found.title} /> : <Name person={found.author} />}</h2>
                <span class="quiet small">
                  <When at={found.at} />
                </span>
              </header>
              <p>
                {found.text ? (
                  <Words text={found.text} />
                ) : (
                  !found.title && <em class="quiet">{titlePost(found)}</em>
                )}
              </p>
              <p class="small">
                <Reach reach={found.reach} negative={found.negative} />{' '}
                {isWebLink(found.permalink) && (
                  <a href={found.permalink} target="_blank" rel="noopener noreferrer">
                    {new URL(found.permalink).host}
                  </a>
                )}
              </p>
            </article>
            {found.history.length > 1 && (
              <Chart
                title={t('How far it reached')}
                kind="lines"
                labels={found.history.map((each) =>
                  formatTime(`${each.day}T12:00:00Z`, { day: 'numeric', month: 'short' }, 'UTC'),
                )}
                series={FIGURES.map((name, at) => ({
                  title: word(name),
                  style: STYLES[at] ?? 'line',
                  values: found.history.map((each) => each[name] ?? 0),
                })).filter((each) => each.values.some((value) => value > 0))}
              />
            )}
          </>
        )}
      </Shown>
      <section aria-labelledby="below">
        <h2 id="below">{t('Conversations')}</h2>
        <Shown of={below}>
          {(list) =>
            list.length === 0 ? (
              <Empty title={t('Nobody wrote under it, or it is closed.')} />
            ) : (
              <ul class="plain-list">
                {list.map((each) => (
                  <li key={each.id} class="work" data-testid="work" data-id={each.id}>
                    <a href={`#/c/${each.id}`} class="work-link">
                      <span class="row-head">
                        <strong class="row-name">
                          <Name person={each.customer} />
                        </strong>
                        {each.last_interaction?.sentiment && (
                          <Mood label={each.last_interaction.sentiment.label} />
                        )}
                        <span class="chip">{word(each.status)}</span>
                        <span class="quiet small">
                          <When at={each.last_at} />
                        </span>
                      </span>
                      {each.last_interaction?.snippet && (
                        <span class="row-text">
                          <Words text={each.last_interaction.snippet} isPlain />
                        </span>
                      )}
                    </a>
                  </li>
                ))}
              </ul>
            )
          }
        </Shown>
        <MoreButton pages={below} />
      </section>
    </PageFrame>
  );
}
