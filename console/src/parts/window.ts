import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

type Options = VirtualizerOptions<HTMLDivElement, HTMLDivElement>;
type Wanted = Pick<Options, 'count' | 'estimateSize'> & {
  getItemKey: (index: number) => string;
} & Partial<Options>;

// Which rows of a long list are in the page: those in sight, some beside them, and the one that has the focus.
// A row carries `data-index` and `data-key`.
export function useWindow(box: RefObject<HTMLDivElement | null>, wanted: Wanted) {
  const [, drawAgain] = useState(0);
  const options: Options = {
    getScrollElement: () => box.current,
    overscan: 6,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    rangeExtractor: (range) => withFocused(range, findFocused(box.current, wanted)),
    onChange: () => drawAgain((count) => count + 1),
    ...wanted,
  };
  const made = useRef<Virtualizer<HTMLDivElement, HTMLDivElement> | null>(null);
  made.current ??= new Virtualizer(options);
  const virtual = made.current;
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  return virtual;
}

// The row's key is asked for, since its index is another as soon as older ones stand before it.
function findFocused(box: HTMLElement | null, { count, getItemKey }: Wanted): number {
  const focused = document.activeElement;
  const row = box?.contains(focused) ? focused?.closest<HTMLElement>('[data-key]') : null;
  if (!row) return -1;
  for (let index = 0; index < count; index += 1) if (getItemKey(index) === row.dataset.key) return index;
  return -1;
}

// A row that went out of the page would take the focus with it; its neighbours are where Tab goes next.
export function withFocused(range: Range, focused: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (focused < 0) return shown;
  const around = [focused - 1, focused, focused + 1].filter((each) => each >= 0 && each < range.count);
  return [...new Set([...shown, ...around])].sort((one, other) => one - other);
}
