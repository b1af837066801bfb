// The proof that no change is lost: what was accepted is what became of it.
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Journal } from "../kit/model";

const parts = [
  ["dash.confirmed", "confirmed"], ["dash.box_only", "boxOnly"], ["dash.replaced_n", "replaced"], ["dash.refused_n", "refused"],
  ["dash.waiting_n", "waiting"],
] as const;

/** Accepted changes nobody can account for; below zero: changes that nobody accepted. */
export const unaccounted = (journal: Journal): number => journal.accepted - parts.reduce((sum, [, part]) => sum + journal[part], 0);

/** Quiet while it adds up. */
export function JournalLine({ journal }: { journal: Journal }) {
  const off = unaccounted(journal);
  return (
    <section class={`card panel journal ${off === 0 ? "" : "off"}`}>
      <h2 class="small">{t("dash.journal")}</h2>
      <p class="journal-sum">
        <span><strong>{journal.accepted}</strong> {t("dash.accepted")} =</span>
        {parts.map(([key, part], at) => <span key={key}>{at > 0 && "+ "}<strong>{journal[part]}</strong> {t(key)}</span>)}
      </p>
      <p class={`with-icon strong ${off === 0 ? "ok-ink" : "danger-ink"}`}>
        <Icon name={off === 0 ? "tick" : "alert"} />{off === 0 ? t("dash.balances") : t("dash.unbalanced", { count: Math.abs(off) })}
      </p>
    </section>
  );
}
