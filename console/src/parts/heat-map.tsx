import { scaleBand, scaleLinear } from 'd3-scale';
import { useId } from 'preact/hooks';
import { formatNumber, formatTime, t } from '../i18n/index.ts';
import { SheetTable } from './sheet.tsx';
import { useWidth } from './width.ts';

const [HEIGHT, LEFT, BOTTOM] = [200, 46, 24];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAYS = [0, 1, 2, 3, 4, 5, 6];

// How much there is at which hour of which day of the week, Monday first; as a picture and as a table.
export function HeatMap({ title, counts }: { title: string; counts: readonly (readonly number[])[] }) {
  const heading = useId();
  const { ref, width } = useWidth();
  const step = width < 480 ? 6 : 3;
  const most = Math.max(1, ...counts.flat());
  const x = scaleBand<number>().domain(HOURS).range([LEFT, width]).padding(0.08);
  const y = scaleBand<number>()
    .domain(DAYS)
    .range([0, HEIGHT - BOTTOM])
    .padding(0.08);
  // What is there at all can be told from nothing.
  const depth = scaleLinear().domain([0, 1, most]).range([0.05, 0.2, 1]);
  return (
    <figure class="chart" data-testid="chart" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <svg ref={ref} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true" dir="ltr">
        {DAYS.map((day) => (
          <g key={day}>
            <text x={LEFT - 6} y={(y(day) ?? 0) + y.bandwidth() / 2 + 4} text-anchor="end">
              {nameDay(day)}
            </text>
            {HOURS.map((hour) => (
              <rect
                key={hour}
                class="bar-in"
                fill-opacity={depth(counts[day]?.[hour] ?? 0)}
                x={x(hour)}
                y={y(day)}
                width={x.bandwidth()}
                height={y.bandwidth()}
              >
                <title>{`${nameDay(day)} ${nameHour(hour)}: ${formatNumber(counts[day]?.[hour] ?? 0)}`}</title>
              </rect>
            ))}
          </g>
        ))}
        {HOURS.filter((hour) => hour % step === 0).map((hour) => (
          <text key={hour} x={(x(hour) ?? 0) + x.bandwidth() / 2} y={HEIGHT - 6} text-anchor="middle">
            {nameHour(hour)}
          </text>
        ))}
      </svg>
      <details>
        <summary>{t('As a table')}</summary>
        <SheetTable
          title={title}
          sheet={{
            heads: [t('When or what'), ...HOURS.map(nameHour)],
            rows: DAYS.map((day) => [nameDay(day), ...HOURS.map((hour) => counts[day]?.[hour] ?? 0)]),
          }}
        />
      </details>
    </figure>
  );
}

// The second of November 2026 is a Monday.
function nameDay(day: number): string {
  return formatTime(Date.UTC(2026, 10, 2 + day, 12), { weekday: 'short' }, 'UTC');
}

function nameHour(hour: number): string {
  return formatTime(Date.UTC(2026, 10, 2, hour), { hour: 'numeric' }, 'UTC');
}
