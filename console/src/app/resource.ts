import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Trouble } from '../api/client.ts';

// Something read from the API: what was read last stays while it is read again, also when that fails.
export interface Resource<T> {
  data: ReadonlySignal<T | undefined>;
  trouble: ReadonlySignal<Trouble | undefined>;
  isLoading: ReadonlySignal<boolean>;
  reload: () => Promise<void>;
  change: (next: T) => void;
}

export function asTrouble(error: unknown): Trouble {
  return error instanceof Trouble
    ? error
    : new Trouble(0, 'unknown', error instanceof Error ? error.message : String(error));
}

export function makeResource<T>(read: (stop: AbortSignal) => Promise<T>): Resource<T> & { stop: () => void } {
  const data = signal<T | undefined>(undefined);
  const trouble = signal<Trouble | undefined>(undefined);
  const isLoading = signal(false);
  let running = new AbortController();

  async function reload(): Promise<void> {
    running.abort();
    const mine = new AbortController();
    running = mine;
    isLoading.value = true;
    try {
      const found = await read(mine.signal);
      if (mine.signal.aborted) return;
      data.value = found;
      trouble.value = undefined;
    } catch (error) {
      if (!mine.signal.aborted) trouble.value = asTrouble(error);
    } finally {
      if (!mine.signal.aborted) isLoading.value = false;
    }
  }

  return {
    data,
    trouble,
    isLoading,
    reload,
    change: (next) => {
      data.value = next;
    },
    stop: () => running.abort(),
  };
}

// Reads when the screen opens, and again when `key` names something else.
export function useResource<T>(key: string, read: (stop: AbortSignal) => Promise<T>): Resource<T> {
  const resource = useMemo(() => makeResource(read), [key]);
  useEffect(() => {
    void resource.reload();
    return resource.stop;
  }, [resource]);
  return resource;
}
