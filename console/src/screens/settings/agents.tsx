import { useState } from 'preact/hooks';
import { api, type Schemas, take, takeTagged } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { may } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { attempt, MoreButton } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';

const ROLES = ['agent', 'supervisor', 'admin', 'dpo', 'service'] as const;

export function Agents() {
  const [id, setId] = useState('');
  const [role, setRole] = useState<(typeof ROLES)[number]>('agent');
  const agents = usePages('agents', (cursor) =>
    take(api.GET('/agents', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
  );
  const add = async () => {
    await take(api.POST('/agents', { body: { id: id.trim(), role } }));
    setId('');
    await agents.reload();
  };
  const change = async (agent: Schemas['Agent'], body: Schemas['AgentChange']) => {
    const path = { id: agent.id };
    const now = await takeTagged(api.GET('/agents/{id}', { params: { path } }));
    await take(api.PATCH('/agents/{id}', { params: { path, header: { 'If-Match': now.etag } }, body }));
    await agents.reload();
  };
  const mayWrite = may('agents:write');
  return (
    <section aria-labelledby="agents">
      <h2 id="agents">{t('Agents and roles')}</h2>
      {mayWrite && (
        <form
          class="bar"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(t('Added'), add);
          }}
        >
          <label>
            {t('Id')}
            <input
              type="text"
              required
              maxLength={80}
              dir="ltr"
              value={id}
              onInput={(event) => setId(event.currentTarget.value)}
            />
          </label>
          <label>
            {t('Role')}
            <select value={role} onChange={(event) => setRole(event.currentTarget.value as 'agent')}>
              {ROLES.map((each) => (
                <option key={each} value={each}>
                  {word(each)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit">{t('Add')}</button>
        </form>
      )}
      <Shown of={agents}>
        {(list) => (
          <div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('Agent')}</th>
                  <th scope="col">{t('Role')}</th>
                  <th scope="col">{t('State')}</th>
                  <th scope="col">{t('What they may do')}</th>
                </tr>
              </thead>
              <tbody>
                {list.map((each) => (
                  <tr key={each.id}>
                    <td>
                      <bdi>{each.id}</bdi>
                    </td>
                    <td>
                      {mayWrite ? (
                        <select
                          aria-label={t('Role of {name}', { name: each.id })}
                          value={each.role}
                          onChange={(event) => {
                            const next = event.currentTarget.value as 'agent';
                            void attempt(t('Changed'), () => change(each, { role: next }));
                          }}
                        >
                          {ROLES.map((one) => (
                            <option key={one} value={one}>
                              {word(one)}
                            </option>
                          ))}
                        </select>
                      ) : (
                        word(each.role)
                      )}
                    </td>
                    <td>{word(each.state)}</td>
                    <td>
                      <details>
                        <summary>{t('{count} scopes', { count: each.scopes.length })}</summary>
                        <code dir="ltr">{each.scopes.join(', ')}</code>
                      </details>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Shown>
      <MoreButton pages={agents} />
    </section>
  );
}
