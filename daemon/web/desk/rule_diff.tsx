import { diffArrays } from "diff";
import { t } from "../kit/i18n";

const linesOf = (text: string): string[] => text.replace(/\n$/, "").split("\n");

/** What stays, what goes and what comes, as it is shown: lines that follow each other in one piece, each with its mark. */
export const differences = (before: string, after: string): { Tag: "span" | "del" | "ins"; text: string }[] =>
  diffArrays(linesOf(before), linesOf(after)).map(({ removed, added, value }) => {
    const mark = removed ? "−" : added ? "+" : " ";
    return { Tag: removed ? "del" : added ? "ins" : "span", text: value.map((line) => `${mark} ${line}\n`).join("") };
  });

export function Diff({ before, after }: { before: string; after: string }) {
  return (
    <pre class="rule-text rule-diff" dir="ltr" tabIndex={0} aria-label={t("rules.diff")}>
      {differences(before, after).map(({ Tag, text }, at) => <Tag key={at}>{text}</Tag>)}
    </pre>
  );
}
