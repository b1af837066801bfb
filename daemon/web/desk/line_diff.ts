// What differs between two short texts, line by line.
export interface DiffLine { kind: "same" | "gone" | "new"; line: string }

const linesOf = (text: string): string[] => text.replace(/\n$/, "").split("\n");

/** The longest common lines stay; of a change the old lines stand first. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  // common[i][j]: how many lines the ends from i and j have in common
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) common[i]![j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const diff: DiffLine[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      diff.push({ kind: "same", line: a[i]! });
      i++, j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) diff.push({ kind: "gone", line: a[i++]! });
    else diff.push({ kind: "new", line: b[j++]! });
  }
  return diff;
}
