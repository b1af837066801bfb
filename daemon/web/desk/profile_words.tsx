// How complete an arrival's profiles are: a word in the row, and in the sheet all that is missing.
import { minute } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Arrival, PersonProfile, ProfileGap } from "../kit/model";
import { useBox } from "../kit/staff";
import { dayOrTime } from "../kit/time";
import { ProfileRole, ProfileTier } from "../gen/stayd/v1/arrival_pb";
import { bandOf, missingOf, withGaps } from "./profile";

export function Score({ of }: { of: number }) {
  const band = bandOf(of);
  return <span class={`profile-score p-${band}`}><strong>{of}</strong> {t(`profile.b_${band}`)}</span>;
}

/** In the arrival's row. */
export function ProfileMark({ arrival: { profile } }: { arrival: Arrival }) {
  if (!profile) return null;
  return <span class="profile-mark" title={t("profile.of_100")}><Icon name="form" /><span class="visually-hidden">{t("profile.title")}: </span><Score of={profile.score} /></span>;
}

/** In the arrival's sheet: of each person what is missing, with its weight and until when. */
export function StayProfile({ arrival: { profile } }: { arrival: Arrival }) {
  if (!profile) return null;
  const persons = withGaps(profile);
  return (
    <section class="profile">
      <h3>{t("profile.title")}</h3>
      <p><Score of={profile.score} /></p>
      <p class="small muted">
        {t("profile.of_100")} {t("profile.tiers", { legal: profile.legal, operational: profile.operational, commercial: profile.commercial })}{" "}
        {profile.market === "GENERIC" ? t("profile.market_none") : t("profile.market", { market: profile.market })}
      </p>
      {profile.missingPersons > 0 && <p class="profile-unnamed">{t("profile.unnamed", { count: profile.missingPersons })}</p>}
      {persons.length === 0 && <p class="muted">{t("profile.nothing")}</p>}
      {persons.map((person, at) => <Person key={at} person={person} />)}
    </section>
  );
}

const roles = new Map<ProfileRole, "lead" | "adult" | "minor" | "booker">([
  [ProfileRole.LEAD, "lead"], [ProfileRole.ADULT, "adult"], [ProfileRole.MINOR, "minor"], [ProfileRole.BOOKER, "booker"],
]);

function Person({ person }: { person: PersonProfile }) {
  return (
    <details class="profile-person" open={person.role === ProfileRole.LEAD}>
      <summary><bdi>{person.name}</bdi> <span class="muted">{t(`profile.r_${roles.get(person.role) ?? "adult"}`)}</span> <Score of={person.score} /></summary>
      <ul>{missingOf(person).map((gap) => <Gap key={gap.field} gap={gap} />)}</ul>
    </details>
  );
}

const tiers = new Map<ProfileTier, "legal" | "operational" | "commercial">([
  [ProfileTier.LEGAL, "legal"], [ProfileTier.OPERATIONAL, "operational"], [ProfileTier.COMMERCIAL, "commercial"],
]);

function Gap({ gap }: { gap: ProfileGap }) {
  const zone = useBox().zone.value;
  const isLate = gap.due !== undefined && gap.due < minute.value;
  const tier = tiers.get(gap.tier) ?? "operational";
  return (
    <li>
      <div class="lack-head">
        <strong dir="auto">{gap.doubtful ? t("profile.doubtful", { name: gap.name }) : gap.name}</strong>
        <span class="gate small muted"><bdi>{gap.field}</bdi><span class={`tier-${tier}`}>{t(`profile.t_${tier}`)}</span><span>{t("profile.weight", { weight: gap.weight, lost: gap.lost })}</span></span>
      </div>
      <p dir="auto">{gap.fix}</p>
      <p class="small muted">
        {gap.due !== undefined && <span class={isLate ? "danger-ink" : ""}>{t(isLate ? "profile.overdue" : "profile.due", { when: dayOrTime(gap.due, minute.value, zone) })} </span>}
        {gap.blocksReport && <span>{t("profile.blocks_report")} </span>}
        {gap.blocksCheckOut && <span>{t("profile.blocks_check_out")}</span>}
      </p>
    </li>
  );
}
