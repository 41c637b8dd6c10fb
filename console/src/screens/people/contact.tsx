import { useEffect, useState } from 'preact/hooks';
import { api, has, type Schemas, take, takeTagged } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { useResource } from '../../app/resource.ts';
import { isShown, useScreen } from '../../app/screen.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { Form, readTags, TextField } from '../../parts/form.tsx';
import { attempt, MoreButton, PageFrame } from '../../parts/page.tsx';
import { namePlatform, PlatformMark } from '../../parts/platform.tsx';
import { Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { nameOf, Words } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { describeEvidence } from '../segments/evidence.ts';
import { loadSegments, nameSegment } from '../segments/names.ts';
import { Facts } from './facts.tsx';
import { Timeline } from './timeline.tsx';

const STAGES = ['prospect', 'customer', 'former'] as const;
type Contact = Schemas['Contact'];

export function ContactScreen({ id }: { id: string }) {
  const path = { id };
  const contact = useResource(id, async (signal) =>
    takeTagged(api.GET('/contacts/{id}', { params: { path }, signal })),
  );
  const person = contact.data.value?.data;
  const name = person ? nameOf(person) : t('Person');
  useScreen('contact', name, isShown(contact));
  const change = (body: Schemas['ContactChange']) =>
    attempt(t('Changed'), async () => {
      const header = { 'If-Match': contact.data.value?.etag ?? '' };
      contact.change(await takeTagged(api.PATCH('/contacts/{id}', { params: { path, header }, body })));
    });
  return (
    <PageFrame title={name}>
      <Shown of={contact}>
        {({ data }) => (
          <>
            <p class="chips">
              <PlatformMark platform={data.platform} /> {namePlatform(data.platform)}
              {data.handle && (
                <span data-testid="identity">
                  <Words text={data.handle} />
                </span>
              )}
              {data.no_contact && <strong class="chip bad">{t('wants no contact')}</strong>}
              <Wishes person={data} />
            </p>
            <Stage person={data} onChange={change} />
            <Tags person={data} onChange={change} />
            <Why person={data} />
            <section class="narrow" aria-labelledby="facts">
              <h2 id="facts">{t('So far')}</h2>
              <Facts facts={data.facts} />
            </section>
            <Attributes person={data} />
            {has('GET /contacts/{id}/consents') && may('contacts:read') && <Consents id={id} />}
            {has('GET /contacts/{id}/history') && <History id={id} />}
            {has('GET /contacts/{id}/timeline') && <Timeline id={id} />}
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

// What they want done with their data, and whether a legal hold keeps them.
function Wishes({ person }: { person: Contact }) {
  return (
    <>
      {person.wishes.objections.map((each) => (
        <strong key={each} class="chip bad">
          {t('objects to {purpose}', { purpose: word(each) })}
        </strong>
      ))}
      {person.wishes.restricted && <strong class="chip bad">{t('data are stored and nothing else')}</strong>}
      {person.held && <strong class="chip">{t('under a legal hold')}</strong>}
    </>
  );
}

type OnChange = (body: Schemas['ContactChange']) => Promise<boolean>;

function Stage({ person, onChange }: { person: Contact; onChange: OnChange }) {
  const [reason, setReason] = useState('');
  const isFixed = !may('contacts:write');
  return (
    <section aria-labelledby="stage">
      <h2 id="stage">{t('Stage')}</h2>
      <div class="bar" role="group" aria-labelledby="stage">
        {STAGES.map((each) => (
          <button
            key={each}
            type="button"
            disabled={isFixed}
            aria-pressed={person.stage === each}
            class={person.stage === each ? 'primary' : ''}
            onClick={() =>
              void onChange({ stage: each, ...(reason ? { reason } : {}) }).then(
                (went) => went && setReason(''),
              )
            }
          >
            {word(each)}
          </button>
        ))}
        {!isFixed && <TextField label={t('Reason')} maxLength={200} value={reason} onChange={setReason} />}
      </div>
      {person.stage_reason && (
        <p class="quiet small">
          <bdi>{word(person.stage_reason)}</bdi> · <When at={person.stage_since} />
        </p>
      )}
    </section>
  );
}

function Tags({ person, onChange }: { person: Contact; onChange: OnChange }) {
  const [text, setText] = useState(person.tags.join(' '));
  return (
    <Form class="bar" onSend={() => void onChange({ tags: readTags(text) })}>
      <TextField
        label={t('Tags')}
        dir="ltr"
        disabled={!may('contacts:write')}
        value={text}
        onChange={setText}
      />
      {may('contacts:write') && <button type="submit">{t('Save')}</button>}
    </Form>
  );
}

function Why({ person }: { person: Contact }) {
  useEffect(() => loadSegments(person.segments.map((each) => each.id)), [person.id]);
  return (
    <section aria-labelledby="why">
      <h2 id="why">{t('Segments')}</h2>
      {person.segments.length === 0 && <p class="quiet">{t('in none')}</p>}
      {person.segments.map((each) => (
        <div key={each.id} class="card why-card" data-testid="segment-why" data-segment={each.id}>
          <a href={`#/segments/${each.id}`}>
            <bdi>{nameSegment(each.id)}</bdi>
          </a>{' '}
          <span class="quiet small">
            <When at={each.since} />
          </span>
          <ul class="why">
            {describeEvidence(each.evidence).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Attributes({ person }: { person: Contact }) {
  const rows = Object.entries(person.attributes as Record<string, unknown>);
  if (!rows.length) return null;
  return (
    <section aria-labelledby="attributes">
      <h2 id="attributes">{t('Attributes')}</h2>
      <Table
        caption={t('Attributes')}
        rows={rows}
        keyOf={([name]) => name}
        columns={[
          { title: t('What'), show: ([name]) => <bdi>{name}</bdi> },
          { title: t('Value'), show: ([, value]) => <Words text={String(value)} /> },
        ]}
      />
    </section>
  );
}

function Consents({ id }: { id: string }) {
  const consents = useResource(`consents ${id}`, (signal) =>
    take(api.GET('/contacts/{id}/consents', { params: { path: { id } }, signal })),
  );
  return (
    <section aria-labelledby="consents">
      <h2 id="consents">{t('Consents')}</h2>
      <Shown of={consents}>
        {(page) =>
          page.data.length === 0 ? (
            <p class="quiet">{t('None was given or withdrawn.')}</p>
          ) : (
            <ul>
              {page.data.map((each) => (
                <li key={`${each.purpose}${each.at}`}>
                  {word(each.purpose)}: {each.given ? t('given') : t('withdrawn')} ·{' '}
                  <When at={each.at} full />
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

type Changed = Schemas['Change'];

function describeChange({ stage, entered, left }: Changed): string[] {
  return [
    ...(stage ? [`${word(stage.from)} → ${word(stage.to)}`] : []),
    ...entered.map((one) => t('into {segment}', { segment: nameSegment(one.segment) })),
    ...left.map((one) => t('out of {segment}', { segment: nameSegment(one) })),
  ];
}

function History({ id }: { id: string }) {
  const history = usePages(`history ${id}`, (cursor) =>
    take(api.GET('/contacts/{id}/history', { params: { path: { id }, query: cursor ? { cursor } : {} } })),
  );
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('History')}</h2>
      <Shown of={history}>
        {(list) =>
          list.length === 0 ? (
            <p class="quiet">{t('Stage and segments have not changed yet.')}</p>
          ) : (
            <ul>
              {list.map((each, index) => (
                <li key={index}>
                  <When at={each.at} full />: <bdi>{describeChange(each).join(', ')}</bdi>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <MoreButton pages={history} />
    </section>
  );
}
