import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon, type IconName } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { Sheet } from "../kit/parts/sheet";
import { compare, doubleOf, type Likeness } from "./compare";
import { FindingActs } from "./finding_acts";
import { openPerson, type Person, type NoPerson } from "./person";

const icons: Record<Likeness, IconName> = { same: "tick", differs: "swap", one: "question" };

/** The two profiles of a suspected double, side by side. Nothing is merged here. */
export function CompareSheet({ finding, onClose }: { finding: Finding; onClose: () => void }) {
  const both = useSignal<[Person, Person] | "reading" | "silent" | NoPerson>("reading");
  const ask = async (): Promise<void> => {
    both.value = "reading";
    const [mine, other] = await Promise.all([finding.subjectId, doubleOf(finding) ?? ""].map(openPerson));
    both.value = mine === undefined || other === undefined ? "silent" : typeof mine === "string" ? mine : typeof other === "string" ? other : [mine, other];
  };
  useEffect(() => void ask(), []);
  const score = finding.facts.find(({ name }) => name === "duplicate_score")?.value;
  const now = both.value;
  return (
    <Sheet title={t("compare.title")} onClose={onClose} wide>
      <p>{score && <strong>{t("compare.score", { score })} </strong>}{t("compare.merge")}</p>
      {now === "reading" && <p role="status" class="muted">{t("fix.reading")}</p>}
      {now === "silent" && <p role="alert">{t("fix.silent")} <button type="button" class="button" onClick={() => void ask()}>{t("change.retry")}</button></p>}
      {now === "gone" && <p role="alert">{t("compare.gone")}</p>}
      {now === "closed" && <p role="alert">{t("fix.closed")}</p>}
      {typeof now === "object" && <Both mine={now[0]} other={now[1]} />}
      <FindingActs finding={finding} onClose={onClose} />
    </Sheet>
  );
}

function Both({ mine, other }: { mine: Person; other: Person }) {
  return (
    <table class="both">
      <caption class="visually-hidden">{t("compare.title")}</caption>
      <thead>
        <tr><th scope="col"><span class="visually-hidden">{t("compare.field")}</span></th><th scope="col">{t("compare.mine")}</th><th scope="col">{t("compare.other")}</th><th scope="col"><span class="visually-hidden">{t("compare.likeness")}</span></th></tr>
      </thead>
      <tbody>
        {compare(mine, other).map(({ name, mine: a, other: b, likeness }) => (
          <tr key={name} class={`l-${likeness}`}>
            <th scope="row">{name}</th><td><bdi>{a || "–"}</bdi></td><td><bdi>{b || "–"}</bdi></td>
            <td class="likeness"><span class="with-icon"><Icon name={icons[likeness]} />{t(`compare.l_${likeness}`)}</span></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
