export interface Sheet {
  heads: string[];
  rows: (string | number | null)[][];
}

// A table as a file that every spreadsheet reads. What such a program would take for a formula is marked as text.
export function makeCsv({ heads, rows }: Sheet): string {
  return `\ufeff${[heads, ...rows].map((row) => row.map(quote).join(',')).join('\r\n')}\r\n`;
}

function quote(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
