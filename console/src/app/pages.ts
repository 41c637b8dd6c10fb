import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Trouble } from '../api/client.ts';
import { asTrouble, type Resource } from './resource.ts';

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

export interface Pages<T> extends Resource<T[]> {
  hasMore: () => boolean;
  more: () => Promise<void>;
}

// A list that is read page by page: what was read stays while more is asked for.
export function usePages<T>(key: string, read: (cursor: string | undefined) => Promise<Page<T>>): Pages<T> {
  const pages = useMemo(() => {
    const data = signal<T[] | undefined>(undefined);
    const trouble = signal<Trouble | undefined>(undefined);
    const isLoading = signal(false);
    const next = signal<string | null>(null);
    let turn = 0;
    const load = async (cursor?: string) => {
      turn += 1;
      const mine = turn;
      isLoading.value = true;
      try {
        const page = await read(cursor);
        if (mine !== turn) return;
        // Spread, so that what is no list is a failure here and not on the screen.
        data.value = [...((cursor && data.value) || []), ...page.data];
        next.value = page.next_cursor;
        trouble.value = undefined;
      } catch (error) {
        if (mine === turn) trouble.value = asTrouble(error);
      } finally {
        if (mine === turn) isLoading.value = false;
      }
    };
    return {
      data,
      trouble,
      isLoading,
      reload: () => load(),
      more: () => load(next.value ?? undefined),
      hasMore: () => next.value !== null,
      change: (value: T[]) => {
        data.value = value;
      },
    };
  }, [key]);
  useEffect(() => void pages.reload(), [pages]);
  return pages;
}
