import { useState } from 'preact/hooks';
import { api, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { t } from '../../i18n/index.ts';
import { AreaField, Form, TextField } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { Empty, Shown } from '../../parts/states.tsx';

// Prepared texts, which a slash in the composer finds.
export function Prepared() {
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const canned = useResource('canned', (signal) => take(api.GET('/canned', { signal })));
  const add = async () => {
    await take(api.POST('/canned', { body: { title: title.trim(), text } }));
    setTitle('');
    setText('');
    await canned.reload();
  };
  const remove = async (one: Schemas['Canned']) => {
    await take(api.DELETE('/canned/{id}', { params: { path: { id: one.id } } }));
    await canned.reload();
  };
  return (
    <section aria-labelledby="canned">
      <h2 id="canned">{t('Prepared texts')}</h2>
      <Shown of={canned}>
        {(page) =>
          page.data.length === 0 ? (
            <Empty title={t('There are no prepared texts yet.')} />
          ) : (
            <dl class="prepared">
              {page.data.map((each) => (
                <div key={each.id} class="card">
                  <dt>
                    <bdi>{each.title}</bdi>
                  </dt>
                  <dd>
                    <bdi dir="auto" class="words">
                      {each.text}
                    </bdi>
                    <button
                      type="button"
                      class="danger"
                      onClick={() => void attempt(t('Deleted'), () => remove(each))}
                    >
                      {t('Delete')}
                    </button>
                  </dd>
                </div>
              ))}
            </dl>
          )
        }
      </Shown>
      <Form class="stack narrow" onSend={() => void attempt(t('Added'), add)}>
        <TextField label={t('Title')} value={title} onChange={setTitle} required maxLength={100} dir="auto" />
        <AreaField label={t('Text')} value={text} onChange={setText} required />
        <div>
          <button type="submit">{t('Add')}</button>
        </div>
      </Form>
    </section>
  );
}
