import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { me } from '../../app/session.ts';
import { t, word } from '../../i18n/index.ts';
import { AreaField, ChoiceField, Form, TextField } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { Empty, Shown } from '../../parts/states.tsx';
import { Table } from '../../parts/table.tsx';

const EMPTY = { title: '', text: '', status: '', tags: '', assignee: '' };

// A reply and what happens beside it, in one step: for one conversation, or for all that are selected.
export function Macros() {
  const [made, setMade] = useState(EMPTY);
  const macros = useResource('macros', (signal) => take(api.GET('/macros', { signal })));
  // Leads make them, everybody runs them.
  const mayWrite = ['supervisor', 'admin'].includes(me.value?.role ?? '');
  const set = (name: keyof typeof EMPTY) => (value: string) => setMade({ ...made, [name]: value });
  const add = async () => {
    const tags = made.tags
      .toLowerCase()
      .split(/[\s,#]+/)
      .filter(Boolean);
    const body: Schemas['NewMacro'] = {
      title: made.title.trim(),
      ...(made.text.trim() ? { text: made.text } : {}),
      ...(made.status ? { status: made.status as 'closed' } : {}),
      ...(tags.length ? { tags } : {}),
      ...(made.assignee.trim() ? { assignee: made.assignee.trim() } : {}),
    };
    await take(api.POST('/macros', { body }));
    setMade(EMPTY);
    await macros.reload();
  };
  const remove = async (id: string) => {
    await take(api.DELETE('/macros/{id}', { params: { path: { id } } }));
    await macros.reload();
  };
  return (
    <section aria-labelledby="macros">
      <h2 id="macros">{t('Macros')}</h2>
      <Shown of={macros}>
        {(page) =>
          page.data.length === 0 ? (
            <Empty title={t('There are no macros yet.')} />
          ) : (
            <Table
              caption={t('Macros')}
              rows={page.data}
              keyOf={(each) => each.id}
              columns={[
                { title: t('Title'), show: (each) => <bdi>{each.title}</bdi> },
                {
                  title: t('Text'),
                  show: (each) => (
                    <bdi dir="auto" class="words">
                      {each.text}
                    </bdi>
                  ),
                },
                { title: t('State'), show: (each) => word(each.status) },
                { title: t('Tags'), show: (each) => <bdi dir="ltr">{each.tags.join(', ')}</bdi> },
                { title: t('Assignee'), show: (each) => <bdi>{each.assignee}</bdi> },
                {
                  title: t('Delete'),
                  show: (each) =>
                    mayWrite && (
                      <button
                        type="button"
                        class="danger"
                        onClick={() => void attempt(t('Deleted'), () => remove(each.id))}
                      >
                        {t('Delete')}
                      </button>
                    ),
                },
              ]}
            />
          )
        }
      </Shown>
      {mayWrite && (
        <Form class="stack narrow" onSend={() => void attempt(t('Added'), add)}>
          <TextField
            label={t('Title')}
            value={made.title}
            onChange={set('title')}
            required
            maxLength={120}
            dir="auto"
          />
          <AreaField
            label={t('Text')}
            value={made.text}
            onChange={set('text')}
            help="{{name}} {{first_name}} {{handle}} {{agent}} {{brand}} {{platform}}"
          />
          <ChoiceField
            label={t('State afterwards')}
            value={made.status}
            choices={[
              ['', t('as it is')],
              ...(['closed', 'pending', 'open'] as const).map((each) => [each, word(each)] as const),
            ]}
            onChange={set('status')}
          />
          <TextField label={t('Tags')} value={made.tags} onChange={set('tags')} dir="ltr" />
          <TextField
            label={t('Assignee')}
            value={made.assignee}
            onChange={set('assignee')}
            maxLength={80}
            dir="ltr"
          />
          <div>
            <button type="submit">{t('Add')}</button>
          </div>
        </Form>
      )}
    </section>
  );
}
