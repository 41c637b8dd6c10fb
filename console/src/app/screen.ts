import { useEffect } from 'preact/hooks';
import { catchFocus } from './focus.ts';
import { missed, titleOf } from './notices.ts';
import type { Resource } from './resource.ts';
import { place } from './router.ts';

// Names the screen for the title and for whoever looks from outside, and says when it shows data, empty or error. Without
// a name a part of the screen does so.
export function useScreen(name: string | undefined, title: string, isReady: boolean): void {
  useEffect(() => {
    if (!name) return;
    document.body.dataset.screen = name;
    document.title = titleOf(title);
  }, [name, title, missed.value]);
  useEffect(() => {
    if (name) document.body.dataset.ready = String(isReady);
  }, [name, isReady]);
  useEffect(catchFocus, [name, isReady, place.value]);
}

export function isShown(resource: Pick<Resource<unknown>, 'data' | 'trouble'>): boolean {
  return resource.data.value !== undefined || resource.trouble.value !== undefined;
}
