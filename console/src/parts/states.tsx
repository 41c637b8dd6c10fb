import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Trouble } from '../api/client.ts';
import type { Resource } from '../app/resource.ts';
import { type Phrase, t } from '../i18n/index.ts';

// The states of everything that is read: a skeleton after 200 ms, a problem that keeps old data, nothing, or data.
export function Shown<T>({ of, children }: { of: Resource<T>; children: (data: T) => ComponentChildren }) {
  const data = of.data.value;
  const trouble = of.trouble.value;
  return (
    <>
      {trouble && <ProblemBox trouble={trouble} retry={of.reload} />}
      {data !== undefined ? children(data) : !trouble && <Skeleton />}
    </>
  );
}

export function Skeleton() {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <div class="skeleton" data-testid="skeleton" role="status" aria-label={t('Loading')}>
      <i />
      <i />
      <i />
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty" data-testid="empty">
      <p class="strong">{title}</p>
      {children}
    </div>
  );
}

const ADVICE: Partial<Record<string, Phrase>> = {
  offline: 'You are offline. What you typed is kept.',
  timeout: 'The server did not answer in time.',
  garbage: 'The server answered something unreadable.',
  forbidden: 'Your role may not do that. Somebody with another role can.',
  restricted: 'The data of this person are restricted: only the data protection officer may look.',
  not_found: 'There is nothing here. It may have been erased.',
};

export function ProblemBox({ trouble, retry }: { trouble: Trouble; retry?: () => unknown }) {
  const [left, setLeft] = useState(trouble.status === 429 ? Math.ceil(trouble.retryAfter) || 2 : 0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  const advice = ADVICE[trouble.code];
  return (
    <div class="problem" role="alert" data-testid="problem" data-code={trouble.code}>
      <p class="strong">{advice ? t(advice) : trouble.message}</p>
      {advice && trouble.message !== advice && <p>{trouble.message}</p>}
      {trouble.requestId && (
        <p class="quiet small">
          {t('Request')} <code>{trouble.requestId}</code>
        </p>
      )}
      {retry && (
        <button type="button" onClick={() => void retry()} disabled={left > 0}>
          {t('Try again')}
          {left > 0 ? ` (${left})` : ''}
        </button>
      )}
    </div>
  );
}
