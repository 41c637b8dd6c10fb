import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWindow } from './window.ts';

interface Props<T> {
  items: T[];
  rowHeight: number;
  label: string;
  keyOf: (item: T) => string;
  children: (item: T, index: number) => ComponentChildren;
  onEnd?: () => void;
  scrollTo?: string | undefined;
  testId?: string;
  footer?: ComponentChildren;
}

// A list of rows of one height, of which only those in sight are in the page.
export function VirtualList<T>(props: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const { items, rowHeight } = props;
  const virtual = useWindow(box, {
    count: items.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => (items[index] ? props.keyOf(items[index]) : String(index)),
  });
  useEffect(() => virtual.measure(), [rowHeight]);

  const wanted = props.scrollTo;
  useEffect(() => {
    const index = wanted === undefined ? -1 : items.findIndex((each) => props.keyOf(each) === wanted);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [wanted]);

  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 8) props.onEnd?.();
  }, [last, items.length]);

  return (
    <div class="virtual" ref={box} data-testid={props.testId}>
      <div
        class="virtual-inside"
        role="list"
        aria-label={props.label}
        style={{ height: `${virtual.getTotalSize()}px` }}
      >
        {shown.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <div
              key={row.key}
              class="virtual-row"
              role="presentation"
              data-index={row.index}
              data-key={row.key}
              style={{ height: `${rowHeight}px`, transform: `translateY(${row.start}px)` }}
            >
              {props.children(item, row.index)}
            </div>
          );
        })}
      </div>
      {props.footer}
    </div>
  );
}
