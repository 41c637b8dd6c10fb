import { t } from '../i18n/index.ts';
import { Dialog } from '../parts/dialog.tsx';
import { listKeys } from './keys.ts';

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('Keys')} onClose={onClose}>
      <dl class="keys">
        {listKeys().map((each) => (
          <div key={each.key}>
            <dt>
              <kbd dir="ltr">{each.key}</kbd>
            </dt>
            <dd>{each.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
