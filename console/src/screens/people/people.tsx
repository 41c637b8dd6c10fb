import { useState } from 'preact/hooks';
import { api, type Schemas, type Trouble, take } from '../../api/client.ts';
import { PLATFORMS } from '../../api/generated/platforms.ts';
import { asTrouble } from '../../app/resource.ts';
import { place } from '../../app/router.ts';
import { useScreen } from '../../app/screen.ts';
import { t } from '../../i18n/index.ts';
import { PageFrame } from '../../parts/page.tsx';
import { namePlatform } from '../../parts/platform.tsx';
import { Empty, ProblemBox } from '../../parts/states.tsx';
import { Name, Words } from '../../parts/text.tsx';
import { ContactScreen } from './contact.tsx';

export function PeopleScreen() {
  const id = place.value.parts[1];
  return id ? <ContactScreen key={id} id={id} /> : <FindPeople />;
}

// Names are sealed: people are looked for on one platform, by walking through its rows, and it says how far it looked.
function FindPeople() {
  const [platform, setPlatform] = useState('x');
  const [called, setCalled] = useState('');
  const [found, setFound] = useState<Schemas['PersonSearch'] | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  useScreen('people', t('People'), !isBusy);
  const look = async (cursor?: string) => {
    setBusy(true);
    setTrouble(null);
    try {
      const body = { platform: platform as 'x', called: called.trim(), ...(cursor ? { cursor } : {}) };
      const page = await take(api.POST('/people/search', { body }));
      setFound(
        cursor && found
          ? { ...page, data: [...found.data, ...page.data], looked_at: found.looked_at + page.looked_at }
          : page,
      );
    } catch (error) {
      setTrouble(asTrouble(error));
    }
    setBusy(false);
  };
  return (
    <PageFrame title={t('People')}>
      <form
        class="bar"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <label>
          {t('Platform')}
          <select value={platform} onChange={(event) => setPlatform(event.currentTarget.value)}>
            {PLATFORMS.map((each) => (
              <option key={each.name} value={each.name}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('Name or handle')}
          <input
            type="search"
            required
            dir="auto"
            value={called}
            onInput={(event) => setCalled(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary" disabled={isBusy}>
          {t('Search')}
        </button>
      </form>
      {trouble && <ProblemBox trouble={trouble} retry={() => look()} />}
      {!found && !trouble && (
        <Empty title={t('Who are you looking for?')}>
          <p>{t('From a conversation, the name leads to the person as well.')}</p>
        </Empty>
      )}
      {found && (
        <>
          <p class="quiet" role="status">
            {t('{count} found among {looked} looked at', {
              count: found.data.length,
              looked: found.looked_at,
            })}
          </p>
          <ul class="people plain-list">
            {found.data.map((each) => (
              <li key={each.contact}>
                <a class="card" href={`#/people/${each.contact}`}>
                  <strong>
                    <Name person={each} />
                  </strong>{' '}
                  {each.handle && each.name && <Words text={each.handle} />}{' '}
                  <span class="quiet">{namePlatform(each.platform)}</span>
                </a>
              </li>
            ))}
          </ul>
          {found.next_cursor && (
            <button type="button" disabled={isBusy} onClick={() => void look(found.next_cursor ?? undefined)}>
              {t('Look further')}
            </button>
          )}
        </>
      )}
    </PageFrame>
  );
}
