import { useEffect } from 'preact/hooks';
import { missed, titleOf } from './notices.ts';
import type { Resource } from './resource.ts';

// Names the screen for the title and for whoever looks from outside, and says when it shows data, empty or error.
export function useScreen(name: string, title: string, isReady: boolean): void {
  useEffect(() => {
    document.body.dataset.screen = name;
    document.title = titleOf(title);
  }, [name, title, missed.value]);
  useEffect(() => {
    document.body.dataset.ready = String(isReady);
  }, [name, isReady]);
}

export function isShown(resource: Pick<Resource<unknown>, 'data' | 'trouble'>): boolean {
  return resource.data.value !== undefined || resource.trouble.value !== undefined;
}
