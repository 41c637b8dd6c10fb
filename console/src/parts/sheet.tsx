import { formatNumber, t } from '../i18n/index.ts';
import { makeCsv, type Sheet } from './csv.ts';
import { Table } from './table.tsx';
import { Words } from './text.tsx';

// Figures as a table, which can be taken along as a file.
export function SheetTable(props: {
  title: string;
  sheet: Sheet;
  format?: ((value: number) => string) | undefined;
}) {
  const { title, sheet, format = formatNumber } = props;
  return (
    <>
      <Table
        caption={title}
        rows={sheet.rows}
        columns={sheet.heads.map((head, at) => ({
          title: head,
          isNumber: at > 0,
          show: (row: Sheet['rows'][number]) => show(row[at] ?? null, format),
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
