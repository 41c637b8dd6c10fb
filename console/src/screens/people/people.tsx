import { useEffect, useState } from 'preact/hooks';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { PLATFORMS } from '../../api/generated/platforms.ts';
import { usePages } from '../../app/pages.ts';
import { makeHash, place, replaceHash } from '../../app/router.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { type Choice, ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { dropDoubles, PersonLink, useTyped, useWalk } from '../../parts/found.tsx';
import { MoreButton, PageFrame } from '../../parts/page.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { loadSegments, segments } from '../segments/names.ts';
import { ContactScreen } from './contact.tsx';

const STAGES = ['prospect', 'customer', 'former'];
const WAIT_MS = 300;

export function PeopleScreen() {
  const id = place.value.parts[1];
  return id ? <ContactScreen key={id} id={id} /> : <People />;
}

type Filters = Partial<Record<'platform' | 'stage' | 'segment' | 'tag', string>>;

function readFilters(): Filters {
  const query = place.value.query;
  const names = ['platform', 'stage', 'segment', 'tag'] as const;
  return Object.fromEntries(names.flatMap((each) => (query.get(each) ? [[each, query.get(each)]] : [])));
}

// Filters are in the address; what somebody is called is not: the browser would keep it.
function People() {
  const { typed, setTyped, q, setQ } = useTyped(WAIT_MS);
  const filters = readFilters();
  return (
    <PageFrame title={t('People')}>
      <Form class="bar" role="search" onSend={() => setQ(typed.trim())}>
        <TextField
          label={t('Search')}
          type="search"
          dir="auto"
          autocomplete="off"
          placeholder={t('Name or handle')}
          value={typed}
          onChange={setTyped}
        />
        <FilterField
          name="platform"
          label={t('Platform')}
          options={PLATFORMS.map((each) => [each.name, each.title])}
        />
        <FilterField name="stage" label={t('Stage')} options={STAGES.map((each) => [each, word(each)])} />
        {has('GET /segments') && may('segments:read') && <SegmentChoice />}
      </Form>
      <Found key={JSON.stringify([q, filters])} q={q} filters={filters} />
    </PageFrame>
  );
}

function FilterField(props: { name: keyof Filters; label: string; options: Choice[] }) {
  const filters = readFilters();
  return (
    <ChoiceField
      label={props.label}
      value={filters[props.name] ?? ''}
      choices={[['', t('All')], ...props.options]}
      onChange={(value) => replaceHash(makeHash(['people'], { ...filters, [props.name]: value }))}
    />
  );
}

function SegmentChoice() {
  useEffect(() => loadSegments(), []);
  const options = segments.data.value?.map((each): Choice => [each.id, each.title]) ?? [];
  return <FilterField name="segment" label={t('Segment')} options={options} />;
}

function Found({ q, filters }: { q: string; filters: Filters }) {
  const [lookedAt, setLookedAt] = useState(0);
  const pages = usePages('found', async (cursor) => {
    const query = { ...filters, ...(q && { q }), ...(cursor && { cursor }) };
    const page = await take(api.GET('/contacts', { params: { query: query as object } }));
    setLookedAt((before) => (cursor ? before : 0) + page.looked_at);
    return page;
  });
  const list = useWalk<HTMLUListElement>();
  useScreen('people', t('People'), isShown(pages));
  return (
    <Shown of={pages}>
      {(data: Schemas['ContactInList'][]) => {
        const people = dropDoubles(data);
        return (
          <>
            <p class="quiet" role="status">
              {t('{count} found among {looked} looked at', { count: people.length, looked: lookedAt })}
            </p>
            {people.length === 0 && (
              <Empty title={t('Nobody was found.')}>
                <p>{t('Names are found by how their words begin.')}</p>
              </Empty>
            )}
            <ul class="people plain-list" ref={list}>
              {people.map((each) => (
                <li key={each.id}>
                  <PersonLink person={each} />
                </li>
              ))}
            </ul>
            <MoreButton pages={pages} label={t('Look further')} />
          </>
        );
      }}
    </Shown>
  );
}
