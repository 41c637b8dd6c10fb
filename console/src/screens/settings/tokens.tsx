import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { attempt, MoreButton, Once } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';
import { When } from '../../parts/when.tsx';

export function Tokens() {
  const [title, setTitle] = useState('');
  const [made, setMade] = useState<Schemas['NewApiToken'] | null>(null);
  const tokens = usePages('tokens', (cursor) =>
    take(api.GET('/api-tokens', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
  );
  const make = async () => {
    const body = { agent: 'me', title: title.trim() };
    setMade(await take(api.POST('/api-tokens', { body: body as never })));
    setTitle('');
    await tokens.reload();
  };
  const end = async (id: string) => {
    await take(api.DELETE('/api-tokens/{id}', { params: { path: { id } } }));
    await tokens.reload();
  };
  const mayWrite = may('tokens:write');
  return (
    <section aria-labelledby="tokens">
      <h2 id="tokens">{t('API tokens')}</h2>
      {mayWrite && (
        <form
          class="bar"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt('', make);
          }}
        >
          <label>
            {t('What it is for')}
            <input
              type="text"
              required
              maxLength={100}
              value={title}
              onInput={(event) => setTitle(event.currentTarget.value)}
            />
          </label>
          <button type="submit">{t('Make a token for me')}</button>
        </form>
      )}
      {made && (
        <div role="status">
          <p>{t('Shown this once:')}</p>
          <Once name={made.title} value={made.token} />
        </div>
      )}
      <Shown of={tokens}>
        {(list) => (
          <div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('Title')}</th>
                  <th scope="col">{t('Agent')}</th>
                  <th scope="col">{t('State')}</th>
                  <th scope="col">{t('Good until')}</th>
                  <th scope="col">{t('Last used')}</th>
                  <th scope="col">{t('End')}</th>
                </tr>
              </thead>
              <tbody>
                {list.map((each) => (
                  <tr key={each.id}>
                    <td>
                      <bdi>{each.title}</bdi>
                    </td>
                    <td>
                      <bdi>{each.agent}</bdi>
                    </td>
                    <td>{word(each.state)}</td>
                    <td>
                      <When at={each.expires_at} full />
                    </td>
                    <td>{each.last_used_on ? <When at={each.last_used_on} /> : t('never')}</td>
                    <td>
                      {mayWrite && each.state === 'active' && (
                        <button
                          type="button"
                          class="danger"
                          onClick={() => void attempt(t('Ended'), () => end(each.id))}
                        >
                          {t('End')}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Shown>
      <MoreButton pages={tokens} />
    </section>
  );
}
