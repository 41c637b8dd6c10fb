import type { ComponentChildren } from 'preact';

export interface Column<T> {
  title: string;
  // Numbers stand at the end of their column.
  isNumber?: boolean;
  show: (row: T, index: number) => ComponentChildren;
}

// A table that scrolls within itself where it is wider than the screen.
export function Table<T>(props: {
  caption?: string;
  columns: Column<T>[];
  rows: readonly T[];
  keyOf?: (row: T, index: number) => string | number;
  // What whoever looks from outside finds a row by.
  marks?: (row: T) => Record<`data-${string}`, string>;
}) {
  const className = (column: Column<T>) => (column.isNumber ? 'number' : undefined);
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={props.caption}>
      <table>
        {props.caption && <caption class="unseen">{props.caption}</caption>}
        <thead>
          <tr>
            {props.columns.map((each) => (
              <th key={each.title} scope="col" class={className(each)}>
                {each.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, index) => (
            <tr key={props.keyOf?.(row, index) ?? index} {...props.marks?.(row)}>
              {props.columns.map((each) => (
                <td key={each.title} class={className(each)}>
                  {each.show(row, index)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
