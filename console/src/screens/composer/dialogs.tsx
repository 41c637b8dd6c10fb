import { useState } from 'preact/hooks';
import { zoneOfBrand, zoneOfMine } from '../../app/preferences.ts';
import { readLocal } from '../../app/zones.ts';
import { formatTime, t } from '../../i18n/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Words } from '../../parts/text.tsx';
import type { OthersReply } from './others.ts';

// Asked once: somebody else answered while this was written.
export function AskAboutOther(props: { other: OthersReply; onSend: () => void; onClose: () => void }) {
  return (
    <Dialog title={t('Somebody else answered in between')} onClose={props.onClose}>
      <blockquote>
        {props.other.text ? <Words text={props.other.text} /> : t('cannot be read any more')}
      </blockquote>
      {props.other.by && (
        <p class="quiet">
          <bdi>{props.other.by}</bdi>
        </p>
      )}
      <div class="dialog-foot">
        <button type="button" onClick={props.onClose}>
          {t('Look again')}
        </button>
        <button type="button" class="primary" onClick={props.onSend}>
          {t('Send all the same')}
        </button>
      </div>
    </Dialog>
  );
}

export function LaterDialog(props: { onSend: (at: string) => void; onClose: () => void }) {
  const [at, setAt] = useState('');
  return (
    <Dialog title={t('Send later')} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          const when = readLocal(at, zoneOfMine());
          if (when.getTime() > Date.now()) props.onSend(when.toISOString());
        }}
      >
        <label>
          {t('When')}
          <input
            type="datetime-local"
            required
            value={at}
            onInput={(event) => setAt(event.currentTarget.value)}
          />
        </label>
        <p class="quiet small">
          {t('In your own time zone.')}{' '}
          {at && zoneOfBrand() && <BrandTime at={readLocal(at, zoneOfMine())} />}
        </p>
        <div class="dialog-foot">
          <button type="submit" class="primary">
            {t('Send later')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function BrandTime({ at }: { at: Date }) {
  const zone = zoneOfBrand() ?? '';
  return <>{`${zone}: ${formatTime(at, { dateStyle: 'medium', timeStyle: 'short' }, zone)}`}</>;
}
