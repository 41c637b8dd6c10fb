import { api, has, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { countForm, formatNumber, formatTime, type Phrase, t } from '../../i18n/index.ts';
import { isWebLink } from '../../parts/passages.ts';
import { Words } from '../../parts/text.tsx';

const FIGURES = [
  ['views', ['{count} view', '{count} views']],
  ['reactions', ['{count} reaction', '{count} reactions']],
  ['comments', ['{count} comment', '{count} comments']],
  ['shares', ['{count} share', '{count} shares']],
] as const satisfies readonly (readonly [keyof Schemas['Reach'], readonly [Phrase, Phrase]])[];
const FASTER = [
  ['views', '+{count} views since {day}'],
  ['reactions', '+{count} reactions since {day}'],
] as const satisfies readonly (readonly [keyof Schemas['Reach'], Phrase])[];

// Under which post something was said, and how far that post reached.
export function PostHead({ id }: { id: string | null }) {
  if (!id || !has('GET /posts/{id}')) return null;
  return <Post key={id} id={id} />;
}

function Post({ id }: { id: string }) {
  const post = useResource(id, (signal) =>
    take(api.GET('/posts/{id}', { params: { path: { id } }, signal })),
  );
  const found = post.data.value;
  if (!found) return null;
  return (
    <div class="post-head small" data-testid="post-head" data-id={found.id}>
      <a href={`#/posts/${found.id}`}>{t('Post')}</a>
      <span class="post-text">
        <Words text={titlePost(found)} />
      </span>
      <Reach reach={found.reach} negative={found.negative} />
      <Speed history={found.history} />
      {isWebLink(found.permalink) && (
        <a href={found.permalink} target="_blank" rel="noopener noreferrer">
          {new URL(found.permalink).host}
        </a>
      )}
    </div>
  );
}

// A post by its first words. One that we were not sent has none and no time: only what was said below it came.
export function titlePost(post: Pick<Schemas['Post'], 'title' | 'text' | 'at' | 'first_words'>): string {
  const own = post.title ?? post.text;
  if (own) return own;
  const lacking = post.at ? t('cannot be read any more') : t('a post that did not come to us');
  return post.first_words ? t('“{words}” below {post}', { words: post.first_words, post: lacking }) : lacking;
}

export function Reach({ reach, negative }: { reach: Schemas['Reach']; negative: number }) {
  const told = FIGURES.flatMap(([name, forms]) => {
    const count = reach[name];
    return count === null ? [] : [t(forms[countForm(count)], { count })];
  });
  return (
    <span class="quiet">
      {told.join(' · ')}
      {negative > 0 && <span class="mood-negative"> · {`${formatNumber(negative)} ${t('negative')}`}</span>}
    </span>
  );
}

// How fast it spreads: what the platform told last against what it told on the day before that.
function Speed({ history }: { history: Schemas['ReachOnDay'][] }) {
  const [before, last] = history.slice(-2);
  if (!before || !last) return null;
  for (const [name, phrase] of FASTER) {
    const [from, to] = [before[name], last[name]];
    if (from === null || to === null || to <= from) continue;
    const since = formatTime(`${before.day}T00:00Z`, { day: 'numeric', month: 'short' }, 'UTC');
    return (
      <span class="chip" data-testid="post-speed">
        {t(phrase, { count: to - from, day: since })}
      </span>
    );
  }
  return null;
}
