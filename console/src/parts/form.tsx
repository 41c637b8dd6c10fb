import type { ComponentChildren } from 'preact';

interface Named {
  label: ComponentChildren;
  help?: string | undefined;
}

interface TextProps extends Named {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'number' | 'date' | 'datetime-local' | 'search' | 'url' | 'password';
  required?: boolean;
  disabled?: boolean | undefined;
  min?: number | string;
  max?: number | string;
  maxLength?: number;
  size?: number;
  pattern?: string;
  placeholder?: string;
  dir?: 'ltr' | 'auto';
  list?: string | undefined;
  inputMode?: 'decimal' | 'text';
  autocomplete?: 'off';
}

// One line of text, a number, a date: whatever its `type` says. What it is stands above, help below.
export function TextField({ label, help, value, onChange, type = 'text', ...more }: TextProps) {
  return (
    <label>
      {label}
      <input
        {...more}
        type={type as 'text'}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {help && <span class="quiet small">{help}</span>}
    </label>
  );
}

interface AreaProps extends Named {
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
  rows?: number;
}

export function AreaField({ label, help, value, onChange, required, rows }: AreaProps) {
  return (
    <label>
      {label}
      <textarea
        dir="auto"
        rows={rows}
        required={required}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {help && <span class="quiet small">{help}</span>}
    </label>
  );
}

export type Choice = readonly [value: string, title: string];

interface ChoiceProps extends Named {
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
  disabled?: boolean | undefined;
}

export function ChoiceField({ label, help, value, choices, onChange, disabled }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} disabled={disabled} onChange={(event) => onChange(event.currentTarget.value)}>
        {choices.map(([each, title]) => (
          <option key={each} value={each}>
            {title}
          </option>
        ))}
      </select>
      {help && <span class="quiet small">{help}</span>}
    </label>
  );
}

interface CheckProps extends Named {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  disabled?: boolean | undefined;
}

export function CheckField({ label, isOn, onChange, disabled }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={isOn}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

// A form that never reloads the page. What stands in it and is not sent stays.
export function Form(props: {
  class?: string;
  role?: 'search';
  onSend: () => void;
  children: ComponentChildren;
}) {
  return (
    <form
      class={props.class}
      role={props.role}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        props.onSend();
      }}
    >
      {props.children}
    </form>
  );
}

// Reads tags as they are typed: separated by spaces or commas, each once.
export function readTags(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,#]+/)
        .filter(Boolean),
    ),
  ];
}
