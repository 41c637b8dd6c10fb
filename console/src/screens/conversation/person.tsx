import { useEffect } from 'preact/hooks';
import { api, has, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { Shown } from '../../parts/states.tsx';
import { Name } from '../../parts/text.tsx';
import { When } from '../../parts/when.tsx';
import { Facts } from '../people/facts.tsx';
import { describeEvidence } from '../segments/evidence.ts';
import { loadSegments, nameSegment } from '../segments/names.ts';
import type { Head } from './kept.ts';

// Who somebody talks to: stage, why they are in which segment, what else they wrote.
export function PersonPanel({ head }: { head: Head }) {
  const id = head.customer?.id;
  if (!id || !has('GET /contacts/{id}') || !may('contacts:read')) return null;
  return (
    <aside class="person" aria-label={t('Person')}>
      <Person id={id} offers={head.offers} here={head.id} />
    </aside>
  );
}

function Person({ id, offers, here }: { id: string; offers: Head['offers']; here: string }) {
  const contact = useResource(id, (signal) =>
    take(api.GET('/contacts/{id}', { params: { path: { id } }, signal })),
  );
  const inside = contact.data.value?.segments.map((each) => each.id) ?? [];
  useEffect(() => {
    if (inside.length > 0) loadSegments(inside);
  }, [inside.join()]);
  return (
    <Shown of={contact}>
      {(person) => (
        <>
          <h2>
            <a href={`#/people/${person.id}`}>
              <Name person={person} />
            </a>
          </h2>
          {person.handle && person.name && (
            <p class="quiet" data-testid="identity">
              <bdi>{person.handle}</bdi>
            </p>
          )}
          {person.no_contact && <p class="chip bad">{t('wants no contact')}</p>}
          <p>
            <span class="chip">{word(person.stage)}</span>{' '}
            {person.stage_reason && <span class="quiet small">{word(person.stage_reason)}</span>}
          </p>
          {person.tags.length > 0 && (
            <p class="chips">
              {person.tags.map((tag) => (
                <span key={tag} class="chip">
                  # <bdi>{tag}</bdi>
                </span>
              ))}
            </p>
          )}
          <h3>{t('Segments')}</h3>
          {person.segments.length === 0 && <p class="quiet small">{t('in none')}</p>}
          {person.segments.map((each) => (
            <details key={each.id} data-testid="segment-why">
              <summary>
                <bdi>{nameSegment(each.id)}</bdi>
              </summary>
              <ul class="why small">
                {describeEvidence(each.evidence).map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </details>
          ))}
          {offers.length > 0 && <h3>{t('Offers')}</h3>}
          {offers.map((each) => (
            <p key={each.title} class="offer">
              <strong>
                <bdi>{each.title}</bdi>
              </strong>
              {each.offer && (
                <>
                  <br />
                  <bdi dir="auto">{each.offer}</bdi>
                </>
              )}
            </p>
          ))}
          <h3>{t('So far')}</h3>
          <Facts facts={person.facts} />
          {person.conversations.length > 1 && <h3>{t('Other conversations')}</h3>}
          <ul class="others small">
            {person.conversations
              .filter((each) => each.id !== here)
              .map((each) => (
                <li key={each.id}>
                  <a href={`#/c/${each.id}`}>
                    {word(each.mode)} · {word(each.status)} · <When at={each.last_at} />
                  </a>
                </li>
              ))}
          </ul>
        </>
      )}
    </Shown>
  );
}
