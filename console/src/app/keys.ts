import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { chooseKey, findCommand } from './commands.ts';
import { keysOn } from './look.ts';
import { preferences } from './preferences.ts';

// One listener for all keys. A screen names what its keys do while it is open; the last one opened is asked first.
export interface Binding {
  // The usual one; somebody may have chosen another for what it does.
  key: string;
  // Where it does something else here than what this key is known for.
  does?: string | undefined;
  run: () => void;
}

type Listed = Binding & { does: string };

const layers: { list: () => Binding[]; isFirst: boolean }[] = [];
let waiting = '';
let forget = 0;

// `isFirst`: asked before all others, whichever was drawn last.
export function useKeys(bindings: () => Binding[], isFirst = false): void {
  useEffect(() => {
    const layer = { list: bindings, isFirst };
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
    };
  });
}

export function listKeys(): Listed[] {
  const own = preferences.value.keys ?? {};
  const seen = new Set<string>();
  const inOrder = layers.toReversed().toSorted((a, b) => Number(b.isFirst) - Number(a.isFirst));
  return inOrder.flatMap((layer) =>
    layer
      .list()
      .map((each) => {
        const known = findCommand(each.key);
        return { ...each, key: chooseKey(each.key, own), does: each.does ?? (known ? t(known.does) : '') };
      })
      .filter((each) => {
        const isNew = !seen.has(each.key);
        seen.add(each.key);
        return isNew;
      }),
  );
}

export function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function isBox(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'checkbox';
}

export function nameKey(event: KeyboardEvent): string {
  const isMod = event.ctrlKey || event.metaKey;
  const key = event.key === ' ' ? 'Space' : event.key;
  if (isMod) return `Mod+${event.shiftKey ? 'Shift+' : ''}${key.length === 1 ? key.toLowerCase() : key}`;
  return event.shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

function onKey(event: KeyboardEvent): void {
  // While a word is composed, Enter and all others belong to the keyboard's own window.
  if (event.isComposing || event.defaultPrevented || event.altKey || keysOn.value === 'off') return;
  const name = nameKey(event);
  if (isField(event.target) && !isBox(event.target) && !name.startsWith('Mod+')) return;
  if (document.querySelector('dialog[open]') && !name.startsWith('Mod+')) return;
  const isControl =
    event.target instanceof HTMLElement && event.target.closest('button, a, summary, [role=tab]');
  if (isControl && (name === 'Enter' || name === 'Space')) return;
  const wanted = waiting ? `${waiting} ${name}` : name;
  const bindings = listKeys();
  const found = bindings.find((each) => each.key === wanted);
  clearTimeout(forget);
  waiting = '';
  if (found) {
    event.preventDefault();
    found.run();
  } else if (bindings.some((each) => each.key.startsWith(`${wanted} `))) {
    waiting = wanted;
    forget = window.setTimeout(() => {
      waiting = '';
    }, 1500);
  }
}

export function listenToKeys(): void {
  addEventListener('keydown', onKey);
}
