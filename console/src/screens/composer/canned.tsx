import { signal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { api, has, type Schemas, take } from '../../api/client.ts';
import { t } from '../../i18n/index.ts';
import type { Kept } from '../conversation/kept.ts';

interface Props {
  kept: Kept;
  text: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onChoose: (text: string) => void;
  children: ComponentChildren;
}

// A slash at the start of an empty field opens the prepared texts, filled for this person.
export function CannedList({ kept, text, field, onChoose, children }: Props) {
  const [filled] = useState(() => signal<Schemas['Filled'][] | undefined>(undefined));
  const [at, setAt] = useState(0);
  const list = useId();
  const isOpen = text.startsWith('/') && !text.includes('\n') && has('GET /conversations/{id}/canned');
  useEffect(() => {
    if (!isOpen || filled.value) return;
    take(api.GET('/conversations/{id}/canned', { params: { path: { id: kept.id } } })).then(
      (page) => {
        filled.value = page.data;
      },
      () => {
        filled.value = [];
      },
    );
  }, [isOpen]);
  const wanted = text.slice(1).toLocaleLowerCase();
  const found = isOpen
    ? (filled.value ?? []).filter((each) => each.title.toLocaleLowerCase().includes(wanted))
    : [];
  const choose = (one: Schemas['Filled'] | undefined) => {
    if (!one?.text) return;
    onChoose(one.text);
    field.current?.focus();
  };
  return (
    <div
      class="canned"
      onKeyDownCapture={(event) => {
        if (!found.length || event.isComposing) return;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
        else if (event.key === 'Enter' || event.key === 'Tab') choose(found[Math.min(at, found.length - 1)]);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {isOpen && (
        <ul class="options card" role="listbox" id={list} aria-label={t('Prepared texts')}>
          {found.map((each, index) => (
            <li
              key={each.id}
              role="option"
              tabIndex={-1}
              aria-selected={index === Math.min(at, found.length - 1)}
              onClick={() => choose(each)}
            >
              <span>
                <strong>
                  <bdi>{each.title}</bdi>
                </strong>{' '}
                <span class="quiet small">
                  <bdi dir="auto">{each.text}</bdi>
                </span>
              </span>
            </li>
          ))}
          {filled.value && found.length === 0 && (
            <li role="option" aria-selected="false" aria-disabled="true" tabIndex={-1}>
              {t('There is no prepared text of that name.')}
            </li>
          )}
        </ul>
      )}
      {children}
    </div>
  );
}
