// What the desk does with a stay besides check-in: check-out, another room, a note, when the guest comes. Each opens its few fields in place.
import { useSignal, useSignalEffect, type Signal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { ArrivalStage } from "../gen/stayd/v1/arrival_pb";
import { t, type Key } from "../kit/i18n";
import type { Arrival } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { useBox } from "../kit/staff";
import { ArrivalTimeForm } from "./arrival_time";
import { CheckOutForm } from "./check_out";
import { MoveForm } from "./move_stay";
import { NoteForm } from "./stay_note";

export type StayPart = "out" | "move" | "note" | "eta";
const words = { out: "stay.check_out", move: "stay.move", note: "stay.note", eta: "eta.title" } as const satisfies Record<StayPart, Key>;

function partsOf(arrival: Arrival): StayPart[] {
  if (arrival.stage === ArrivalStage.LEFT) return ["note"];
  return arrival.stage === ArrivalStage.ARRIVED ? ["out", "note", "move"] : ["eta", "note", "move"];
}

/** `asked`: a part that is to open with the keyboard in its first field; taken back once it has. */
export function StayActs({ arrival, asked }: { arrival: Arrival; asked: Signal<StayPart | undefined> }) {
  const open = useSignal<StayPart | undefined>(undefined);
  const section = useRef<HTMLElement>(null);
  const id = useId();
  useSignalEffect(() => {
    if (!asked.value) return;
    open.value = asked.value;
    asked.value = undefined;
    requestAnimationFrame(() => {
      const field = section.current?.querySelector<HTMLElement>(".form :is(select, input, textarea)");
      (field ?? section.current?.querySelector<HTMLElement>("[aria-expanded=true]"))?.focus();
      section.current?.scrollIntoView({ block: "nearest" });
    });
  });
  // What was typed is saved and its form is gone: the keyboard goes back to where the sheet begins.
  const done = (): void => {
    open.value = undefined;
    section.current?.closest("dialog")?.querySelector<HTMLElement>(".sheet-close")?.focus();
  };
  const parts = partsOf(arrival);
  const shown = parts.find((part) => part === open.value);
  return (
    <section class="stay-acts" ref={section}>
      <PendingNotes reservationId={arrival.id} />
      <div class="buttons">
        {parts.map((part) => (
          <button key={part} type="button" class="button" aria-expanded={shown === part} aria-controls={id}
            onClick={() => { open.value = open.peek() === part ? undefined : part; }}>{t(words[part])}</button>
        ))}
      </div>
      <div id={id}>
        {shown === "out" && <CheckOutForm stay={arrival} end={arrival.end} onDone={done} />}
        {shown === "move" && <MoveForm arrival={arrival} onDone={done} />}
        {shown === "eta" && <ArrivalTimeForm arrival={arrival} onDone={done} />}
        {shown === "note" && <NoteForm stay={arrival} onDone={done} />}
      </div>
    </section>
  );
}

/** A note leaves no trace in the stay's own state: it is shown until the box has it, and when the box did not take it. */
function PendingNotes({ reservationId }: { reservationId: string }) {
  const box = useBox();
  const notes = [...box.pending.value.values()].filter(({ act }) => act.kind === "add_stay_note" && act.reservationId === reservationId);
  return (
    <>
      {notes.map((pending) => (
        <div key={pending.id}>
          <p dir="auto">{pending.act.kind === "add_stay_note" && pending.act.text}</p>
          <ChangeLine pending={pending} mark={undefined} />
        </div>
      ))}
    </>
  );
}
