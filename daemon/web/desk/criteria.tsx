// What an arrival is judged by: what is lacking and how to mend it, then what is met, folded.
import { useSignal } from "@preact/signals";
import { ReadinessGate } from "../gen/stayd/v1/arrival_pb";
import { t } from "../kit/i18n";
import type { Arrival, Criterion } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { useBox } from "../kit/staff";
import { RoomSheet } from "../housekeeping/room_sheet";
import { pendingRecord, questionOf, type Answer } from "./record";
import { fixesOf, hasArrived, lacking, metCriteria, type Fix } from "./readiness";
import { RoomStay } from "./room_stay";

/** `onAct` opens one of the sheet's own acts. */
interface Props { arrival: Arrival; onAct: (part: Exclude<Fix, "room">) => void }

export function Criteria({ arrival, onAct }: Props) {
  const box = useBox();
  const showsRoom = useSignal(false);
  const { readiness } = arrival;
  if (!readiness || hasArrived(arrival)) return null;
  const hasRoom = box.store.shelf("rooms").get(arrival.roomId) !== undefined;
  const missing = lacking(readiness);
  const met = metCriteria(readiness);
  const lead = (fix: Fix): void => { if (fix === "room") showsRoom.value = true; else onAct(fix); };
  return (
    <section class="criteria">
      <h3>{t("arrivals.c_blocked")}</h3>
      {missing.length === 0 ? <p class="muted">{t("arrivals.lack_none")}</p> : (
        <ul class="lacks">
          {missing.map((one) => (
            <li key={one.id}>
              <div class="lack-head"><strong dir="auto">{one.lacks || one.name}</strong><GateWords criterion={one} /></div>
              {one.fix && <p dir="auto">{one.fix}</p>}
              <Fixes criterion={one} arrival={arrival} hasRoom={hasRoom} onLead={lead} />
              <Answers criterion={one} arrival={arrival} />
            </li>
          ))}
        </ul>
      )}
      <p class="score"><strong>{readiness.score}</strong> {t("arrivals.score")}</p>
      {met.length > 0 && (
        <details>
          <summary>{t("arrivals.met", { count: met.length })}</summary>
          <ul class="met">
            {met.map((one) => <li key={one.id}><span dir="auto">{one.name}</span><GateWords criterion={one} /></li>)}
          </ul>
        </details>
      )}
      {showsRoom.value && <RoomSheet id={arrival.roomId} More={RoomStay} onTouched={() => {}} onClose={() => { showsRoom.value = false; }} />}
    </section>
  );
}

/** What it is needed for, and its points of the score. */
function GateWords({ criterion: { id, gate, points, weight } }: { criterion: Criterion }) {
  return (
    <span class="gate small muted">
      <bdi>{id}</bdi>
      {gate === ReadinessGate.HARD && <span class="gate-hard">{t("arrivals.gate_hard")}</span>}
      {gate === ReadinessGate.SOFT && <span>{t("arrivals.gate_soft")}</span>}
      {weight > 0 && <span>{t("arrivals.points", { points, weight })}</span>}
    </span>
  );
}

interface FixesProps { criterion: Criterion; arrival: Arrival; hasRoom: boolean; onLead: (fix: Fix) => void }

function Fixes({ criterion, arrival, hasRoom, onLead }: FixesProps) {
  const shown = fixesOf(criterion).filter((fix) => fix !== "room" || hasRoom);
  if (shown.length === 0) return null;
  const words = (fix: Fix): string => {
    if (fix === "room") return t("arrivals.fix_room", { room: arrival.room });
    if (fix === "note") return t("arrivals.fix_note");
    if (fix === "eta") return t("eta.title");
    return t(arrival.roomId ? "arrivals.fix_move" : "arrivals.fix_assign");
  };
  return (
    <div class="buttons">
      {shown.map((fix) => <button key={fix} type="button" class="button" onClick={() => onLead(fix)}>{words(fix)}</button>)}
    </div>
  );
}

/** What the box cannot know: somebody says that it is so, with one tap. */
function Answers({ criterion, arrival }: { criterion: Criterion; arrival: Arrival }) {
  const box = useBox();
  const question = questionOf(criterion.id);
  if (!question) return null;
  const pending = pendingRecord(box, arrival, question.name);
  const record = ({ value, words }: Answer): void =>
    void box.act({ kind: "record", subjectId: arrival.id, name: question.name, value, words: t("record.said", { number: arrival.number, what: t(words) }) });
  return (
    <>
      <div class="buttons">
        {question.answers.map((answer) => <button key={answer.value} type="button" class="button" onClick={() => record(answer)}>{t(answer.words)}</button>)}
      </div>
      <ChangeLine pending={pending} mark={undefined} />
    </>
  );
}
