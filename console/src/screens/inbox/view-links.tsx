import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, t } from '../../i18n/index.ts';
import { counts } from './news.ts';
import { countViews, loadSavedViews, savedViews, viewCounts } from './saved.ts';
import { addressOf, listViews, type View } from './views.ts';

const AFTER_MS = 500;

// After the list: the views that were saved, and how many stand in those that are no queue.
export function useViewsAfter(isListed: boolean): void {
  useEffect(() => {
    if (!isListed) return;
    const timer = setTimeout(async () => {
      await loadSavedViews();
      const names = listViews(savedViews.value).flatMap((each) => each.counted ?? []);
      await countViews(names.filter((each) => counts.value[each] === undefined));
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, [isListed]);
}

export function ViewLinks({ view }: { view: View }) {
  const links = useRef<HTMLElement>(null);
  const views = listViews(savedViews.value);
  // There are more views than fit beside one another: the one that is shown is never among those out of sight.
  useEffect(() => {
    links.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
  }, [view.name, views.length, counts.value, viewCounts.value]);
  return (
    <nav class="views" aria-label={t('Views')} ref={links}>
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
