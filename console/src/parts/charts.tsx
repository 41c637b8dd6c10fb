import { scaleBand, scaleLinear } from 'd3-scale';
import { line as makeLine } from 'd3-shape';
import { useId } from 'preact/hooks';
import { formatNumber, t } from '../i18n/index.ts';
import { SheetTable } from './sheet.tsx';
import { useWidth } from './width.ts';

export interface Series {
  title: string;
  style: string;
  // Null where nothing can be told.
  values: (number | null)[];
}

interface Props {
  title: string;
  labels: string[];
  series: Series[];
  kind?: 'bars' | 'lines';
  format?: (value: number) => string;
  // Opens what a bar is made of: by a click on it, and by keys from its number in the table.
  onPick?: ((at: number, series: number) => void) | undefined;
}

const [HEIGHT, LEFT, BOTTOM] = [220, 46, 26];
// So much room has a word below the picture, and there are no more words than eight.
const [LABEL, LABELS] = [76, 8];

// A picture for those who see it, and the same figures as a table for everybody.
export function Chart({ title, labels, series, kind = 'bars', format = formatNumber, onPick }: Props) {
  const heading = useId();
  const { ref, width } = useWidth();
  const sums = labels.map((_, at) => series.reduce((sum, each) => sum + (each.values[at] ?? 0), 0));
  const most = Math.max(
    1,
    ...(kind === 'bars' ? sums : series.flatMap((each) => each.values.map((value) => value ?? 0))),
  );
  // Lines of nothing would only name a measure that nobody reached.
  const hasAny = series.some((each) => each.values.some((value) => value));
  const x = scaleBand<number>()
    .domain(labels.map((_, at) => at))
    .range([LEFT, width])
    .padding(labels.length < 6 ? 0.6 : 0.2);
  const y = scaleLinear()
    .domain([0, most])
    .nice(4)
    .range([HEIGHT - BOTTOM, 8]);
  const middle = (at: number) => (x(at) ?? 0) + x.bandwidth() / 2;
  const each = Math.max(1, Math.ceil(labels.length / Math.min(LABELS, Math.floor((width - LEFT) / LABEL))));
  return (
    <figure class="chart" data-testid="chart" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <svg
        ref={ref}
        class={hasAny ? '' : 'nothing'}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        aria-hidden="true"
        dir="ltr"
      >
        {(hasAny ? y.ticks(4) : []).map((tick) => (
          <g key={tick}>
            <line class="axis" x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 6} y={y(tick) + 4} text-anchor="end">
              {format(tick)}
            </text>
          </g>
        ))}
        {labels.map(
          (label, at) =>
            hasAny &&
            at % each === 0 && (
              <text key={at} x={middle(at)} y={HEIGHT - 8} text-anchor="middle">
                {label}
              </text>
            ),
        )}
        {kind === 'lines'
          ? series.map((one) => (
              <path
                key={one.title}
                class={one.style}
                d={
                  makeLine<number | null>()
                    .defined((value) => value !== null)
                    .x((_, at) => middle(at))
                    .y((value) => y(value ?? 0))(one.values) ?? ''
                }
              />
            ))
          : labels.map((_, at) => {
              let top = 0;
              return series.map((one, nth) => {
                const value = one.values[at] ?? 0;
                const bar = (
                  <rect
                    key={`${at}${one.title}`}
                    class={onPick ? `${one.style} opens` : one.style}
                    onClick={onPick && (() => onPick(at, nth))}
                    x={x(at)}
                    width={x.bandwidth()}
                    y={y(top + value)}
                    height={Math.max(0, y(top) - y(top + value))}
                  />
                );
                top += value;
                return bar;
              });
            })}
      </svg>
      <details>
        <summary>{t('As a table')}</summary>
        <SheetTable
          title={title}
          format={format}
          onPick={onPick}
          sheet={{
            heads: [t('When or what'), ...series.map((one) => one.title)],
            rows: labels.map((label, at) => [label, ...series.map((one) => one.values[at] ?? null)]),
          }}
        />
      </details>
    </figure>
  );
}
