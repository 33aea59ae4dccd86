const gap = 2;
const narrowest = 8;

/** The widths of columns that fit rows, the widest of them made narrower until the table fits. */
export function columnWidths(rows: readonly (readonly string[])[], width: number): readonly number[] {
  const count = rows[0]?.length ?? 0;
  const widths = Array.from({ length: count }, (_, column) =>
    rows.reduce((most, cells) => Math.max(most, (cells[column] ?? "").length), 0),
  );
  const total = () => widths.reduce((sum, each) => sum + each, gap * (count - 1));
  while (total() > width) {
    const most = widths.reduce((best, each, column) => (each > (widths[best] ?? 0) ? column : best), 0);
    if ((widths[most] ?? 0) <= narrowest) break;
    widths[most] = (widths[most] ?? 0) - 1;
  }
  return widths;
}

/**
 * A row of a table. Cells that are too long lose their ends or, where that says most, their beginnings.
 *
 * @param keepsEnd the numbers of the columns whose ends say most
 */
export function tableRow(
  cells: readonly string[],
  widths: readonly number[],
  keepsEnd: readonly number[] = [],
): string {
  const shown = cells.map((cell, column) => {
    const room = widths[column] ?? 0;
    const cut = keepsEnd.includes(column) ? `…${cell.slice(cell.length - room + 1)}` : `${cell.slice(0, room - 1)}…`;
    return (cell.length <= room ? cell : cut).padEnd(room);
  });
  return shown.join(" ".repeat(gap)).trimEnd();
}
