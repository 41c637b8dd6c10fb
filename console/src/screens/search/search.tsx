import { useEffect, useRef, useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { listKeys } from '../../app/keys.ts';
import { usePages } from '../../app/pages.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { t } from '../../i18n/index.ts';
import { PersonLink, useTyped, useWalk } from '../../parts/found.tsx';
import { MoreButton, PageFrame } from '../../parts/page.tsx';
import { PlatformMark } from '../../parts/platform.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Name } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { splitPassage } from './passage.ts';

const WAIT_MS = 400;
const FEWEST = 2;

// One field for people, segments, what was written, and commands. What was looked for is kept nowhere.
export function SearchScreen() {
  const { typed, setTyped, q, setQ } = useTyped(WAIT_MS);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useScreen('search', t('Search'), q.length < FEWEST);
  return (
    <PageFrame title={t('Search')}>
      <form
        class="bar"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setQ(typed.trim());
        }}
      >
        <label class="grow">
          {t('Search')}
          <input
            ref={field}
            type="search"
            dir="auto"
            autocomplete="off"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
      </form>
      {q.length < FEWEST ? (
        <Empty title={t('People, segments, messages and commands')}>
          <p>{t('Type at least two letters.')}</p>
        </Empty>
      ) : (
        <Found key={q} q={q} />
      )}
    </PageFrame>
  );
}

type First = Pick<Schemas['Search'], 'people' | 'people_complete' | 'segments'>;

function Found({ q }: { q: string }) {
  const [first, setFirst] = useState<First>({ people: [], people_complete: true, segments: [] });
  const [looked, setLooked] = useState({ at: 0, backTo: null as string | null });
  const pages = usePages(q, async (cursor) => {
    const query = { q, ...(cursor && { cursor }) };
    const page = await take(api.GET('/search', { params: { query } }));
    if (!cursor) setFirst(page);
    setLooked((before) => ({
      at: (cursor ? before.at : 0) + page.looked_at,
      backTo: page.looked_back_to ?? before.backTo,
    }));
    return { data: page.texts, next_cursor: page.next_cursor };
  });
  const list = useWalk<HTMLDivElement>();
  const wanted = q.toLocaleLowerCase();
  const commands = listKeys().filter((each) => each.does.toLocaleLowerCase().includes(wanted));
  useScreen('search', t('Search'), isShown(pages));
  return (
    <Shown of={pages}>
      {(texts: Schemas['FoundText'][]) => (
        <div ref={list}>
          <People found={first} />
          <Segments found={first.segments} />
          <section aria-labelledby="found-texts">
            <h2 id="found-texts">{t('Texts')}</h2>
            <p class="quiet" role="status">
              {t('{count} found among {looked} looked at', { count: texts.length, looked: looked.at })}
              {looked.backTo && ' · '}
              <When at={looked.backTo} />
            </p>
            <ul class="plain-list people">
              {texts.map((each) => (
                <li key={each.interaction_id}>
                  <TextLink found={each} />
                </li>
              ))}
            </ul>
            <MoreButton pages={pages} label={t('Look further')} />
          </section>
          {commands.length > 0 && (
            <section aria-labelledby="found-commands">
              <h2 id="found-commands">{t('Commands')}</h2>
              <div class="bar">
                {commands.map((each) => (
                  <button key={each.key} type="button" onClick={each.run}>
                    {each.does} <kbd dir="ltr">{each.key}</kbd>
                  </button>
                ))}
              </div>
            </section>
          )}
        </div>
      )}
    </Shown>
  );
}

function People({ found }: { found: First }) {
  if (found.people.length === 0 && found.people_complete) return null;
  return (
    <section aria-labelledby="found-people">
      <h2 id="found-people">{t('People')}</h2>
      <ul class="plain-list people">
        {found.people.map((each) => (
          <li key={each.id}>
            <PersonLink person={each} />
          </li>
        ))}
      </ul>
      {!found.people_complete && <a href="#/people">{t('Look further')}</a>}
    </section>
  );
}

function Segments({ found }: { found: Schemas['FoundSegment'][] }) {
  if (found.length === 0) return null;
  return (
    <section aria-labelledby="found-segments">
      <h2 id="found-segments">{t('Segments')}</h2>
      <ul class="plain-list people">
        {found.map((each) => (
          <li key={each.id}>
            <a class="card" href={`#/segments/${encodeURIComponent(each.id)}`}>
              <bdi>{each.title}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TextLink({ found }: { found: Schemas['FoundText'] }) {
  const [before, hit, after] = splitPassage(found.passage, found.start, found.length);
  return (
    <a class="card" href={`#/c/${found.conversation_id}`} data-testid="found-text">
      <PlatformMark platform={found.platform} />{' '}
      <strong>{found.direction === 'in' ? <Name person={found.author} /> : t('We')}</strong>{' '}
      <span class="quiet">
        <When at={found.occurred_at} />
      </span>
      <br />
      <bdi dir="auto" class="words">
        {before}
        <mark>{hit}</mark>
        {after}
      </bdi>
    </a>
  );
}
