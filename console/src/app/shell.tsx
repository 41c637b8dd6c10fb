import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t, word } from '../i18n/index.ts';
import { Icon } from '../parts/icon.tsx';
import { markSteering } from '../parts/passages.ts';
import { Words } from '../parts/text.tsx';
import { CommandBar } from './command-bar.tsx';
import { useKeys } from './keys.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { LiveMark } from './live-mark.tsx';
import { listRooms } from './rooms.ts';
import { go, room } from './router.ts';
import { me, signOut } from './session.ts';
import { dismiss, said, toasts, undoLast } from './toasts.ts';

// What stands around every screen: the rooms, who is signed in, what was said last.
export function Shell({ children }: { children: ComponentChildren }) {
  const [open, setOpen] = useState<'' | 'keys' | 'commands'>('');
  const rooms = listRooms();
  useKeys(() => [
    { key: '?', run: () => setOpen('keys') },
    { key: 'Mod+k', does: t('Open the command bar'), run: () => setOpen('commands') },
    { key: 'z', run: undoLast },
    ...rooms
      .filter((each) => each.name === 'search')
      .map((each) => ({ key: '/', does: t('Search'), run: () => go(`#/${each.name}`) })),
    ...rooms.map((each) => ({
      key: `g ${each.key}`,
      does: t('Go to {room}', { room: t(each.title) }),
      run: () => go(`#/${each.name}`),
    })),
  ]);
  const here = room.value === 'c' ? 'inbox' : room.value;
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={focusMain}>
        {t('Skip to the content')}
      </a>
      <header class="top" role="banner">
        <strong class="brand">
          <bdi>{me.value?.brand.title}</bdi>
        </strong>
        <button type="button" class="command-opener" onClick={() => setOpen('commands')}>
          {t('Go to or do…')} <kbd>Ctrl K</kbd>
        </button>
        <LiveMark />
        <button type="button" class="plain wide-only" onClick={() => setOpen('keys')}>
          {t('Keys')}
        </button>
        <MeMenu />
      </header>
      <nav class="rail" aria-label={t('Main')}>
        {rooms.map((each, index) => (
          <a
            key={each.name}
            href={`#/${each.name}`}
            title={t(each.title)}
            aria-current={here === each.name ? 'page' : undefined}
            class={index > 3 ? 'later' : ''}
          >
            <Icon name={each.icon} />
            <span>{t(each.title)}</span>
          </a>
        ))}
        <details class="more">
          <summary>
            <Icon name="more" />
            <span>{t('More')}</span>
          </summary>
          <div class="more-list">
            {rooms.slice(4).map((each) => (
              <a key={each.name} href={`#/${each.name}`} onClick={closeDetails}>
                {t(each.title)}
              </a>
            ))}
          </div>
        </details>
      </nav>
      {children}
      <div class="toasts" role="region" aria-label={t('Messages')}>
        {toasts.value.map((each) => (
          <div key={each.id} class={each.isBad ? 'toast bad' : 'toast'}>
            <span>
              <Words text={each.text} />
            </span>
            {each.undo && (
              <button
                type="button"
                onClick={() => {
                  dismiss(each.id);
                  each.undo?.();
                }}
              >
                {each.undoLabel ?? t('Undo')}
              </button>
            )}
            <button type="button" class="plain" aria-label={t('Dismiss')} onClick={() => dismiss(each.id)}>
              ×
            </button>
          </div>
        ))}
      </div>
      <div class="unseen" role="status" aria-live="polite" data-testid="status">
        {markSteering(said.value)}
      </div>
      {open === 'keys' && <KeysDialog onClose={() => setOpen('')} />}
      {open === 'commands' && <CommandBar onClose={() => setOpen('')} />}
    </div>
  );
}

function focusMain(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('main')?.focus();
}

function closeDetails(event: Event): void {
  (event.currentTarget as HTMLElement).closest('details')?.removeAttribute('open');
}

function MeMenu() {
  return (
    <div class="menu">
      <button type="button" popovertarget="me-menu">
        {t('Me')}
      </button>
      <div id="me-menu" popover="auto" class="menu-list">
        <p class="quiet small">
          <bdi>{me.value?.id}</bdi> · {word(me.value?.role)}
        </p>
        <a href="#/settings" onClick={hideMenu}>
          {t('Settings')}
        </a>
        <button type="button" onClick={signOut}>
          {t('Sign out')}
        </button>
      </div>
    </div>
  );
}

function hideMenu(): void {
  document.getElementById('me-menu')?.hidePopover();
}
