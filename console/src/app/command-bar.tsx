import { useId, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { Dialog } from '../parts/dialog.tsx';
import { listKeys } from './keys.ts';

// Everything that a key does here can be found by its words, too.
export function CommandBar({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const wanted = text.trim().toLocaleLowerCase();
  const found = listKeys().filter(
    (each) => each.key !== 'Mod+k' && each.does.toLocaleLowerCase().includes(wanted),
  );
  const chosen = found[Math.min(at, found.length - 1)];
  const run = (command: (typeof found)[number] | undefined) => {
    if (!command) return;
    onClose();
    // After the window is closed, so that the focus is back where the command expects it.
    setTimeout(command.run);
  };
  return (
    <Dialog title={t('Commands')} onClose={onClose} testId="command-bar">
      <input
        type="text"
        role="combobox"
        aria-label={t('Go to or do…')}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen ? `${list}-${found.indexOf(chosen)}` : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step) {
            event.preventDefault();
            setAt(Math.max(0, Math.min(found.length - 1, at + step)));
          } else if (event.key === 'Enter') {
            event.preventDefault();
            run(chosen);
          }
        }}
      />
      <ul class="options" role="listbox" id={list} aria-label={t('Commands')}>
        {found.map((each, index) => (
          <li
            key={each.key}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={each === chosen}
            onClick={() => run(each)}
          >
            <span>{each.does}</span> <kbd dir="ltr">{each.key}</kbd>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
