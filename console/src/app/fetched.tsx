import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Trouble } from '../api/client.ts';
import { ProblemBox, Skeleton } from '../parts/states.tsx';
import { asTrouble } from './resource.ts';

// Parts of the page that are fetched when somebody enters them, or before, when the browser has nothing to do.
type Load<P> = () => Promise<ComponentType<P>>;

const loaded = new Map<string, unknown>();

export async function fetchPart<P>(name: string, load: Load<P>): Promise<void> {
  loaded.set(name, await load());
}

export function Fetched<P extends object>({ name, load, given }: { name: string; load: Load<P>; given: P }) {
  const [, drawAgain] = useState(0);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const Found = loaded.get(name) as ComponentType<P> | undefined;
  useEffect(() => {
    if (loaded.has(name)) return;
    fetchPart(name, load).then(
      () => drawAgain((count) => count + 1),
      (error) => setTrouble(asTrouble(error)),
    );
  }, [name]);
  if (Found) return <Found {...given} />;
  return (
    <main id="main" tabIndex={-1}>
      {trouble ? <ProblemBox trouble={trouble} /> : <Fetching />}
    </main>
  );
}

function Fetching() {
  useEffect(() => {
    document.body.dataset.ready = 'false';
  }, []);
  return <Skeleton />;
}
