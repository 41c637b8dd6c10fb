import type { ComponentChildren } from 'preact';
import type { Pages } from '../app/pages.ts';
import { asTrouble } from '../app/resource.ts';
import { show } from '../app/toasts.ts';
import { t } from '../i18n/index.ts';

// The frame of a screen that is one page.
export function PageFrame(props: {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <main id="main" tabIndex={-1} class="page">
      <header class="bar page-head">
        <h1>{props.title}</h1>
        <span class="grow" />
        {props.actions}
      </header>
      {props.children}
    </main>
  );
}

export function MoreButton<T>({ pages, label }: { pages: Pages<T>; label?: string }) {
  if (!pages.hasMore()) return null;
  return (
    <button
      type="button"
      class="more-button"
      disabled={pages.isLoading.value}
      onClick={() => void pages.more()}
    >
      {label ?? t('Show more')}
    </button>
  );
}

// Does something and says how it went.
export async function attempt(done: string, run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    if (done) show({ text: done });
    return true;
  } catch (error) {
    show({ text: asTrouble(error).message, isBad: true });
    return false;
  }
}

// A secret that is shown this once.
export function Once({ name, value }: { name: string; value: string }) {
  return (
    <p class="once">
      <strong dir="ltr">{name}</strong> <code dir="ltr">{value}</code>{' '}
      <button
        type="button"
        onClick={() => void attempt(t('Copied'), () => navigator.clipboard.writeText(value))}
      >
        {t('Copy')}
      </button>
    </p>
  );
}
