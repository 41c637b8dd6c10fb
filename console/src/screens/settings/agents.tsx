import { useState } from 'preact/hooks';
import { api, type Schemas, take, takeTagged } from '../../api/client.ts';
import { usePages } from '../../app/pages.ts';
import { may } from '../../app/session.ts';
import { countForm, t, word } from '../../i18n/index.ts';
import { ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { attempt, MoreButton } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';
import { Rights } from './rights.tsx';

const ROLES = ['agent', 'supervisor', 'admin', 'dpo', 'service'] as const;
type Role = (typeof ROLES)[number];
const CHOICES = () => ROLES.map((each) => [each, word(each)] as const);

export function Agents() {
  const [id, setId] = useState('');
  const [role, setRole] = useState<Role>('agent');
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
        <Form class="bar" onSend={() => void attempt(t('Added'), add)}>
          <TextField label={t('Id')} value={id} onChange={setId} required maxLength={80} dir="ltr" />
          <ChoiceField
            label={t('Role')}
            value={role}
            choices={CHOICES()}
            onChange={(value) => setRole(value as Role)}
          />
          <button type="submit">{t('Add')}</button>
        </Form>
      )}
      <Shown of={agents}>
        {(list) => (
          <Table
            caption={t('Agents and roles')}
            rows={list}
            keyOf={(each) => each.id}
            columns={[
              { title: t('Agent'), show: (each) => <bdi>{each.id}</bdi> },
              {
                title: t('Role'),
                show: (each) =>
                  mayWrite ? (
                    <ChoiceField
                      label={<span class="unseen">{t('Role of {name}', { name: each.id })}</span>}
                      value={each.role}
                      choices={CHOICES()}
                      onChange={(next) =>
                        void attempt(t('Changed'), () => change(each, { role: next as Role }))
                      }
                    />
                  ) : (
                    word(each.role)
                  ),
              },
              { title: t('State'), show: (each) => word(each.state) },
              {
                title: t('What they may do'),
                show: (each) => (
                  <details>
                    <summary>
                      {t(countForm(each.scopes.length) ? '{count} permissions' : '{count} permission', {
                        count: each.scopes.length,
                      })}
                    </summary>
                    <Rights scopes={each.scopes} />
                  </details>
                ),
              },
            ]}
          />
        )}
      </Shown>
      <MoreButton pages={agents} />
    </section>
  );
}
