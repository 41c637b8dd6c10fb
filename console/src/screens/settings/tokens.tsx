import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { Form, TextField } from '../../parts/form.tsx';
import { attempt, MoreButton, Once } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
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
        <Form class="bar" onSend={() => void attempt('', make)}>
          <TextField label={t('What it is for')} value={title} onChange={setTitle} required maxLength={100} />
          <button type="submit">{t('Make a token for me')}</button>
        </Form>
      )}
      {made && (
        <div role="status">
          <p>{t('Shown this once:')}</p>
          <Once name={made.title} value={made.token} />
        </div>
      )}
      <Shown of={tokens}>
        {(list) => (
          <Table
            caption={t('API tokens')}
            rows={list}
            keyOf={(each) => each.id}
            columns={[
              { title: t('Title'), show: (each) => <bdi>{each.title}</bdi> },
              { title: t('Agent'), show: (each) => <bdi>{each.agent}</bdi> },
              { title: t('State'), show: (each) => word(each.state) },
              { title: t('Good until'), show: (each) => <When at={each.expires_at} full /> },
              {
                title: t('Last used'),
                show: (each) => (each.last_used_on ? <When at={each.last_used_on} /> : t('never')),
              },
              {
                title: t('End'),
                show: (each) =>
                  mayWrite &&
                  each.state === 'active' && (
                    <button
                      type="button"
                      class="danger"
                      onClick={() => void attempt(t('Ended'), () => end(each.id))}
                    >
                      {t('End')}
                    </button>
                  ),
              },
            ]}
          />
        )}
      </Shown>
      <MoreButton pages={tokens} />
    </section>
  );
}
