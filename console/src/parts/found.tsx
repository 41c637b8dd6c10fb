import { useEffect, useRef, useState } from 'preact/hooks';
import type { Schemas } from '../api/client.ts';
import { useKeys } from '../app/keys.ts';
import { t, word } from '../i18n/index.ts';
import { namePlatform } from './platform.tsx';
import { Name, Words } from './text.tsx';
import { When } from './when.tsx';

// A list of links that j and k walk through. Enter opens, as on every link.
export function useWalk<T extends HTMLElement>() {
  const list = useRef<T>(null);
  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a.card') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  useKeys(() => [
    { key: 'j', does: t('Next'), run: () => step(1) },
    { key: 'k', does: t('Previous'), run: () => step(-1) },
  ]);
  return list;
}

// What is typed, and what is looked for: that follows once nothing was typed for so long.
export function useTyped(waitMs: number) {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), waitMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return { typed, setTyped, q, setQ };
}

// Of the same person found twice one is shown.
export function dropDoubles<T extends { id: string }>(people: T[]): T[] {
  return [...new Map(people.map((each) => [each.id, each])).values()];
}

export function PersonLink({ person }: { person: Schemas['ContactInList'] }) {
  return (
    <a class="card" href={`#/people/${person.id}`}>
      <strong>
        <Name person={person} />
      </strong>
      {person.handle && person.name && person.handle !== person.name && (
        <Words text={person.handle} isPlain />
      )}
      <span class="quiet small">
        {namePlatform(person.platform)} · {word(person.stage)}
        {person.last_at && ' · '}
        <When at={person.last_at} />
      </span>
      {person.tags.map((tag) => (
        <span key={tag} class="chip">
          {tag}
        </span>
      ))}
    </a>
  );
}
