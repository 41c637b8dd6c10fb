import { useState } from 'preact/hooks';
import { go } from '../../app/router.ts';
import { t } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { CheckField, Form, TextField } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { changeView, dropView, saveView } from './saved.ts';
import { addressOf, type Filters, USUAL, type View, writeKept } from './views.ts';

// Gives the filters that are chosen a name. One's own saved view can be changed and deleted here too.
export function SaveView({ view, filters, onClose }: { view: View; filters: Filters; onClose: () => void }) {
  const own = view.saved?.mine ? view.saved : undefined;
  const [title, setTitle] = useState(own?.title ?? '');
  const [shared, setShared] = useState(own?.shared ?? false);
  const wanted = () => ({
    title: title.trim(),
    shared,
    filters: writeKept({ ...view.filters, ...filters }),
  });
  const run = (done: string, act: () => Promise<string>) => {
    onClose();
    void attempt(done, async () => go(addressOf(await act(), {})));
  };
  const add = () => run(t('Saved'), async () => (await saveView(wanted())).id);
  return (
    <Dialog title={t('Save view')} onClose={onClose}>
      <Form onSend={add}>
        <TextField label={t('Title')} value={title} onChange={setTitle} required maxLength={80} dir="auto" />
        <CheckField label={t('All agents see it')} isOn={shared} onChange={setShared} />
        <p class="quiet small">{t('Filters and order are saved, words are not.')}</p>
        <div class="dialog-foot">
          {own && (
            <>
              <button
                type="button"
                class="danger"
                onClick={() =>
                  run(t('Deleted'), async () => {
                    await dropView(own);
                    return USUAL;
                  })
                }
              >
                {t('Delete')}
              </button>
              <button
                type="button"
                disabled={!title.trim()}
                onClick={() =>
                  run(t('Changed'), async () => {
                    await changeView(own, wanted());
                    return own.id;
                  })
                }
              >
                {t('Change')}
              </button>
            </>
          )}
          <button type="submit" class="primary">
            {own ? t('Save as another') : t('Save')}
          </button>
        </div>
      </Form>
    </Dialog>
  );
}
