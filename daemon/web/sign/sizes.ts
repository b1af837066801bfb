// Type sizes in percent of the screen's height, so that capitals are D/150 high for the farthest reader, D/200 for the rest.

export interface Sizes { main: number; small: number; code: number }

const table: Record<string, [main: number, small: number]> = {
  "43-3": [5.2, 3.9], "43-5": [8.6, 6.5], "55-3": [4.1, 3], "55-5": [6.8, 5.1], "55-8": [10.8, 8.1], "65-3": [3.4, 2.6], "65-5": [5.7, 4.3], "65-8": [9.2, 6.9],
};

/** `/s/lobby?inches=55&metres=5`; that is also what is assumed. */
export function sizesFor(query: URLSearchParams): Sizes {
  const [main, small] = table[`${query.get("inches")}-${query.get("metres")}`] ?? table["55-5"]!;
  return { main, small, code: Math.max(10, main * 1.55) };
}

export interface Grid { columns: number; rows: number; fits: number }

const height = 100;
const width = 177;

/** How many codes fit: the panel's share of the width, what header, footer and the panel's own title leave of the height. */
export function gridFor({ main, small, code }: Sizes, share: number): Grid {
  const used = main * 1.6 + small * 3.4 + main * 2.9 + 12;
  const rows = Math.max(1, Math.floor((height - used) / (code * 1.5)));
  const columns = Math.max(1, Math.floor((width * share - 14) / (code * 3.3)));
  return { columns, rows, fits: rows * columns };
}
