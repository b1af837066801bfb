// The page's own state in full: the line, the box, and everything that is not yet on the box's disk.
import { LineState } from "../../gen/stayd/v1/house_pb";
import { now } from "../clock";
import type { Act } from "../commands";
import { spanWords, t } from "../i18n";
import { stateWord } from "../looks";
import type { OutboxRow } from "../outbox";
import { deviceId } from "../session";
import { useBox } from "../staff";
import { ChangeLine } from "./badge";
import { useNetTime } from "./net";
import { Sheet } from "./sheet";

export function actWords(act: Act): string {
  switch (act.kind) {
    case "set_room_state": return t("act.set_room_state", { room: act.room, state: stateWord(act.state) });
    case "create_task": return t("act.create_task", { title: act.title });
    case "accept_task": return t("act.accept_task", { title: act.title });
    case "complete_task": return t("act.complete_task", { title: act.title });
    case "check_in": return t("act.check_in", { number: act.number });
    case "set_guest_waiting": return t(act.waiting ? "act.waiting" : "act.not_waiting", { number: act.number });
    case "check_out": return t("act.check_out", { number: act.number });
    case "move_stay": return t("act.move_stay", { number: act.number, room: act.room });
    case "add_stay_note": return t("act.add_stay_note", { number: act.number });
    case "block_room": return t("act.block_room", { room: act.room, reason: act.reason });
    case "dismiss_change": return t("act.dismiss_change");
    case "reapply_change": return t("act.reapply_change", { what: act.what });
    default: return act.words;
  }
}

function Row({ row }: { row: OutboxRow }) {
  const phase = row.notSaved === undefined ? "on_phone" : "not_saved";
  return (
    <li class="outbox-row">
      <span class="strong" dir="auto">{actWords(row.act)}</span>
      <ChangeLine mark={undefined}
        pending={{ id: row.id, act: row.act, user: row.user, at: row.at, phase, reason: row.notSaved ?? "", version: undefined }} />
    </li>
  );
}

export function StatusSheet({ onClose }: { onClose: () => void }) {
  const box = useBox();
  const time = useNetTime();
  const status = box.status.value;
  const rows = box.outbox.rows.value;
  const line = (): string => {
    if (status?.line === LineState.DOWN) return t("status.line_down", { time: time(status.lineSince) });
    if (status?.line === LineState.REFUSED) return t("status.line_refused", { time: time(status.lineSince) });
    if (!status?.lastContact) return t("status.line_unknown");
    return t("status.line_up", { age: spanWords(now.value - status.lastContact) });
  };
  const reachesBox = box.net.value.kind === "live" || box.net.value.kind === "box_only";
  return (
    <Sheet title={t("status.title")} onClose={onClose}>
      <dl class="facts">
        <dt>{t("status.line")}</dt><dd>{line()}</dd>
        <dt>{t("status.box")}</dt><dd>{t(reachesBox ? "status.box_ok" : "status.box_away")}</dd>
        <dt>{t("status.version")}</dt><dd>{status?.staydVersion || box.link.hello.value?.version || "–"}</dd>
        <dt>{t("status.device")}</dt><dd><bdi>{deviceId().slice(-12)}</bdi></dd>
      </dl>
      {box.store.unreadable.value > 0 && <p class="danger-ink">{t("status.unreadable", { count: box.store.unreadable.value })}</p>}
      <section>
        <h3>{t("status.outbox")}</h3>
        {rows.length === 0 ? <p class="muted">{t("status.outbox_empty")}</p> : <ul>{rows.map((row) => <Row key={row.id} row={row} />)}</ul>}
      </section>
    </Sheet>
  );
}
