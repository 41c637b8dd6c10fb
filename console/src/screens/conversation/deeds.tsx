import { useState } from 'preact/hooks';
import { api, has, newKey, type Schemas, take } from '../../api/client.ts';
import { useResource } from '../../app/resource.ts';
import { may } from '../../app/session.ts';
import { type Phrase, t, word } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Form } from '../../parts/form.tsx';
import { attempt } from '../../parts/page.tsx';
import { Shown } from '../../parts/states.tsx';
import { type Kept, loadReplies, type Message } from './kept.ts';

type Deed = Schemas['DeedOption']['deed'];

const NAMES: Record<Deed, Phrase> = { hide: 'Hide', show: 'Show again', react: 'React', share: 'Share' };

// What else can be done with something that was said: hide, react to or share theirs, edit or delete ours.
export function Deeds({ message, kept }: { message: Message; kept: Kept }) {
  const [isOpen, setOpen] = useState(false);
  const ours = message.direction === 'out' ? message.delivery?.reply : undefined;
  const isPossible = message.direction === 'in' || (ours && has('POST /replies/{id}/edit'));
  if (!has('POST /interactions/{id}/deeds') || !may('conversations:write') || message.deleted || !isPossible)
    return null;
  return (
    <>
      <button type="button" class="plain small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('Do…')}
      </button>
      {isOpen &&
        (ours ? (
          <OurDeeds reply={ours} text={message.text ?? ''} kept={kept} onClose={() => setOpen(false)} />
        ) : (
          <TheirDeeds message={message} kept={kept} onClose={() => setOpen(false)} />
        ))}
    </>
  );
}

function TheirDeeds({ message, kept, onClose }: { message: Message; kept: Kept; onClose: () => void }) {
  const query = { interaction: message.id };
  const options = useResource(message.id, (signal) =>
    take(api.GET('/conversations/{id}/send-options', { params: { path: { id: kept.id }, query }, signal })),
  );
  const run = (deed: Deed) => {
    onClose();
    const params = { path: { id: message.id }, header: { 'Idempotency-Key': newKey() } };
    void attempt(t('On its way to the platform'), async () => {
      await take(api.POST('/interactions/{id}/deeds', { params, body: { deed } }));
      await loadReplies(kept);
    });
  };
  return (
    <Dialog title={t('With this message')} onClose={onClose}>
      <Shown of={options}>
        {(found) => (
          <div class="stack">
            {found.deeds.length === 0 && <p>{t('The platform lets nothing else be done with it.')}</p>}
            {found.deeds.map((each) => (
              <button
                key={each.deed}
                type="button"
                disabled={!each.open}
                data-testid="deed"
                data-deed={each.deed}
                onClick={() => run(each.deed)}
              >
                {t(NAMES[each.deed])}
                {each.reason && ` · ${word(each.reason)}`}
              </button>
            ))}
          </div>
        )}
      </Shown>
    </Dialog>
  );
}

function OurDeeds(props: { reply: string; text: string; kept: Kept; onClose: () => void }) {
  const { reply, kept, onClose } = props;
  const [text, setText] = useState(props.text);
  const path = { id: reply };
  const run = (act: () => Promise<unknown>) => {
    onClose();
    void attempt(t('On its way to the platform'), async () => {
      await act();
      await loadReplies(kept);
    });
  };
  const edit = async () => {
    const params = { path, header: { 'Idempotency-Key': newKey() } };
    await take(api.POST('/replies/{id}/edit', { params, body: { text } }));
  };
  const remove = async () => {
    const query = { at_platform: 'true' } as const;
    await take(api.DELETE('/replies/{id}', { params: { path, query } }));
  };
  return (
    <Dialog title={t('With this message')} onClose={onClose}>
      <Form onSend={() => run(edit)}>
        <label>
          {t('How it is to read')}
          <textarea
            dir="auto"
            rows={4}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p class="quiet small">
          {t('Not every platform lets one edit or delete; it says so if it does not.')}
        </p>
        <div class="dialog-foot">
          <button type="button" class="danger" onClick={() => run(remove)}>
            {t('Delete at the platform')}
          </button>
          <button type="submit" class="primary" disabled={!text.trim() || text === props.text}>
            {t('Change it there')}
          </button>
        </div>
      </Form>
    </Dialog>
  );
}
