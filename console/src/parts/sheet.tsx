import { formatNumber, t } from '../i18n/index.ts';
import { makeCsv, type Sheet } from './csv.ts';
import { Table } from './table.tsx';
import { Words } from './text.tsx';

// Figures as a table, which can be taken along as a file.
export function SheetTable(props: {
  title: string;
  sheet: Sheet;
  format?: ((value: number) => string) | undefined;
  // A number opens what it counts, where there is something.
  onPick?: ((row: number, column: number) => void) | undefined;
  // The one column whose numbers open something; all of them unless told.
  opens?: number;
}) {
  const { title, sheet, format = formatNumber, onPick, opens } = props;
  return (
    <>
      <Table
        caption={title}
        rows={sheet.rows}
        columns={sheet.heads.map((head, at) => ({
          title: head,
          isNumber: at > 0,
          show: (row: Sheet['rows'][number], index: number) => {
            const cell = row[at] ?? null;
            const shown = show(cell, format);
            const isOpened = onPick && (opens === undefined || opens === at - 1);
            if (!isOpened || typeof cell !== 'number' || cell <= 0) return shown;
            return (
              <button
                type="button"
                class="plain"
                aria-label={`${row[0]}, ${head}: ${format(cell)}`}
                onClick={() => onPick(index, at - 1)}
              >
                {shown}
              </button>
            );
          },
        }))}
      />
      <button type="button" class="plain small" onClick={() => saveCsv(title, sheet)}>
        {t('Save as CSV')}
      </button>
    </>
  );
}

function show(cell: string | number | null, format: (value: number) => string) {
  if (cell === null) return '–';
  return typeof cell === 'number' ? format(cell) : <Words text={cell} />;
}

function saveCsv(title: string, sheet: Sheet): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([makeCsv(sheet)], { type: 'text/csv' }));
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'rapport'}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
