import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, t } from '../../i18n/index.ts';
import { counts } from './news.ts';
import { countViews, loadSavedViews, savedViews, viewCounts } from './saved.ts';
import { addressOf, listViews, type View } from './views.ts';

const AFTER_MS = 500;

// After the list, and only for who looks: the views that were saved, and how many stand in those that are no queue.
export function useViewsAfter(isListed: boolean): void {
  useEffect(() => {
    if (!isListed) return;
    const look = async () => {
      if (document.visibilityState === 'hidden') return;
      document.removeEventListener('visibilitychange', look);
      await loadSavedViews();
      const names = listViews(savedViews.value).flatMap((each) => each.counted ?? []);
      await countViews(names.filter((each) => counts.value[each] === undefined));
    };
    document.addEventListener('visibilitychange', look);
    const timer = setTimeout(look, AFTER_MS);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [isListed]);
}

const isUnfolded = signal(false);

// There are more views than fit on two lines: a button unfolds them all, and the one that is shown is always in sight.
export function ViewLinks({ view }: { view: View }) {
  const links = useRef<HTMLDivElement>(null);
  const views = listViews(savedViews.value);
  const all = isUnfolded.value;
  useEffect(() => {
    links.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  }, [view.name, views.length, counts.value, viewCounts.value, all]);
  return (
    <nav class={all ? 'views' : 'views folded'} aria-label={t('Views')}>
      <div class="view-links" ref={links}>
        {views.map((each) => (
          <a
            key={each.name}
            href={addressOf(each.name, {})}
            data-testid="view-link"
            data-view={each.name}
            aria-current={each.name === view.name ? 'page' : undefined}
          >
            <bdi>{each.title}</bdi>
            <ViewCount name={each.counted ?? ''} />
          </a>
        ))}
      </div>
      <button
        type="button"
        class="plain unfold"
        aria-expanded={all}
        aria-label={t('All views')}
        title={t('All views')}
        onClick={() => {
          isUnfolded.value = !all;
        }}
      >
        {all ? '▴' : '▾'}
      </button>
    </nav>
  );
}

function ViewCount({ name }: { name: string }) {
  const looked = viewCounts.value[name];
  const count = counts.value[name] ?? looked?.count;
  if (count === undefined) return null;
  const isMore = counts.value[name] === undefined && looked?.exact === false;
  return (
    <span class="view-count" data-testid="view-count">
      {formatNumber(count)}
      {isMore ? '+' : ''}
    </span>
  );
}
