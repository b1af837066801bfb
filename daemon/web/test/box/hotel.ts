// A made-up hotel of 200 rooms on 17 September 2015 with all the awkward names that real hotels have.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { DurationSchema, timestampFromMs, type Duration, type Timestamp } from "@bufbuild/protobuf/wkt";
import { ArrivalBlocker, ArrivalStage, ArrivalStateSchema, type ArrivalState } from "../../gen/stayd/v1/arrival_pb";
import { ChangeStateSchema, type ChangeState } from "../../gen/stayd/v1/change_pb";
import { ChangeMarkSchema, ChangeStage, ResourceState, type ChangeMark } from "../../gen/stayd/v1/common_pb";
import { DashboardStateSchema } from "../../gen/stayd/v1/dashboard_pb";
import { HouseDirectorySchema, HousePresenceSchema, HouseStatusSchema, LineState } from "../../gen/stayd/v1/house_pb";
import { Occupancy, RoomStateSchema, type RoomState } from "../../gen/stayd/v1/room_pb";
import { LobbySignStateSchema } from "../../gen/stayd/v1/signage_pb";
import { TaskPriority, TaskStage, TaskStateSchema, type TaskState } from "../../gen/stayd/v1/task_pb";
import { idText } from "../../kit/ids";

export const property = "lisbon-city";
export const zone = "Europe/Lisbon";
export const start = Date.parse("2015-09-17T13:04:00Z"); // 14:04 in Lisbon
const minutes = 60_000;
export const at = (time: string, day = 0): number => Date.parse(`2015-09-17T${time}:00+01:00`) + day * 86_400_000;

export const durationFromMs = (ms: number): Duration => create(DurationSchema, { seconds: BigInt(ms / 1000) });
export const ts = (ms: number | undefined): Timestamp | undefined => (ms === undefined ? undefined : timestampFromMs(ms));

/** The same numbers every time. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const idOf = (kind: number, number: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, byte) => (byte === 0 ? kind : byte === 6 ? 0x40 : byte === 8 ? 0x80 : byte > 13 ? (number >> (8 * (15 - byte))) & 255 : 7));

export const departments = ["Housekeeping", "Engineering", "Front office", "Food and beverage"]
  .map((name, number) => ({ departmentId: idOf(4, number), name }));
const staff = ["Ana", "Ivo", "Mai", "Eva", "Rui"];
const categories = ["Standard Double", "Standard Twin", "Superior Double", "Deluxe River View", "Junior Suite"];
export const guests = [
  "Okafor, Ngozi", "Lindqvist, Åsa", "الحداد، ريم", "כהן, נועה", "Silva Pereira de Albuquerque e Castro, Maria da Conceição Isabel", "Müller, Jürgen",
  "王, 小明", "Nguyễn, Thị Hồng Nhung", "O’Connor, Siobhán", "Papadopoulou, Ελένη", "Kowalczyk-Wiśniewska, Małgorzata", "Smith, J.", "Tanaka, 健二",
  "de la Cruz, José", "Ívarsdóttir, Guðrún", "Haddad, Rami", "Ferreira, João", "Novák, Petr", "Dubois, Amélie", "Rossi, Chiara", "van den Berg, Floor",
  "Kim, Min-jun", "Andersen, Kåre", "Popescu, Ioana", "Sánchez, Lucía", "Ivanenko, Oksana", "Brown, Charlotte", "Yılmaz, Şebnem", "Costa, Rui",
  "Donaudampfschifffahrtsgesellschaftskapitänsgattin, Wilhelmine", "Patel, Anika",
];

export function makeRooms(): RoomState[] {
  const roll = dice(17);
  return Array.from({ length: 200 }, (_, number): RoomState => {
    const floor = 1 + Math.floor(number / 25);
    const chance = roll();
    const occupied = roll();
    const state = chance < 0.32 ? ResourceState.DIRTY : chance < 0.52 ? ResourceState.CLEAN : chance < 0.92 ? ResourceState.INSPECTED
      : chance < 0.96 ? ResourceState.OUT_OF_SERVICE : ResourceState.OUT_OF_ORDER;
    const free = state === ResourceState.OUT_OF_ORDER || state === ResourceState.OUT_OF_SERVICE;
    const occupancy = free || occupied < 0.35 ? Occupancy.VACANT : occupied < 0.8 ? Occupancy.OCCUPIED : Occupancy.DUE_OUT;
    const departs = occupancy === Occupancy.OCCUPIED ? at("11:00", 2) : occupancy === Occupancy.DUE_OUT ? at("12:00") : undefined;
    const arrives = !free && occupancy !== Occupancy.OCCUPIED && roll() < 0.5 ? at(roll() < 0.5 ? "14:30" : "16:00") : undefined;
    const setHere = roll() < 0.3;
    return create(RoomStateSchema, {
      roomId: idOf(1, number), name: String(floor * 100 + 1 + (number % 25)), floor: String(floor), category: categories[Math.floor(roll() * 5)]!,
      state, pmsState: state, occupancy, departure: ts(departs), nextArrival: ts(arrives),
      stateSince: ts(start - Math.floor(roll() * 300) * minutes), stateBy: setHere ? staff[Math.floor(roll() * staff.length)]! : "",
      ...(occupancy === Occupancy.VACANT ? {} : { stayId: idOf(6, number), stayNumber: String(40_100 + number) }),
    });
  });
}

const mark = (number: number, stage: ChangeStage, ago: number, reason = ""): ChangeMark =>
  create(ChangeMarkSchema, { changeId: idOf(9, number), stage, since: ts(start - ago * minutes), by: "Eva", reason });

/** Marks as the day brings them: one of each kind that lists show. */
export function markRooms(rooms: RoomState[]): void {
  rooms[2]!.mark = mark(2, ChangeStage.WAITING, 14, "Mews cannot be reached");
  rooms[4]!.mark = mark(4, ChangeStage.REFUSED, 3, "Resource 105 is blocked by an out of order block.");
  rooms[6]!.mark = mark(6, ChangeStage.REPLACED, 9, "by Mai at 13:55: Dirty");
}

type TaskInit = Omit<Partial<TaskState>, "$typeName" | "$unknown">;

export function makeTasks(rooms: RoomState[]): TaskState[] {
  const hk = departments[0]!;
  const task = (number: number, title: string, more: TaskInit = {}): TaskState => create(TaskStateSchema, {
    taskId: idOf(3, number), title, description: "", departmentId: hk.departmentId, department: hk.name, priority: TaskPriority.P3,
    stage: TaskStage.NEW, created: ts(start - 90 * minutes), createdBy: "", due: ts(start + 60 * minutes), inPms: true, ...more,
  });
  const inRoom = (index: number): TaskInit => ({ roomId: rooms[index]!.roomId, room: rooms[index]!.name });
  return [
    task(1, "Departure clean", { ...inRoom(3), stage: TaskStage.ACCEPTED, assignee: "Ana", due: ts(start - 12 * minutes), description: "Extra bed out, cot in" }),
    task(2, "Second set of pillows", { ...inRoom(11), stage: TaskStage.ACCEPTED, assignee: "Ana", createdBy: "Eva", inPms: false,
      mark: mark(20, ChangeStage.WAITING, 2, "Mews cannot be reached") }),
    task(3, "Water on the corridor floor by the lift", { priority: TaskPriority.P1, due: ts(start + 8 * minutes), createdBy: "Rui" }),
    task(4, "Inspect after the plumber", { ...inRoom(17), priority: TaskPriority.P2, due: ts(start + 25 * minutes) }),
    task(5, "Baby cot", { ...inRoom(24), due: ts(start + 56 * minutes), createdBy: "Eva" }),
    task(6, "Check the minibar of every room on the third floor and write down what has gone past its date since the last round", {
      priority: TaskPriority.P4, due: ts(start + 26 * 60 * minutes) }),
    task(7, "Lost property to the desk", { departmentId: new Uint8Array(), department: "", due: undefined }),
    task(8, "سرير إضافي", { ...inRoom(30), createdBy: "ريم" }),
    task(9, "Turn-down service", { ...inRoom(40), stage: TaskStage.DONE, assignee: "Ana", doneBy: "Ana", done: ts(start - 40 * minutes) }),
    task(10, "Broken lamp", { ...inRoom(50), departmentId: departments[1]!.departmentId, department: "Engineering" }),
  ];
}

export function makeArrivals(rooms: RoomState[]): ArrivalState[] {
  const roll = dice(5);
  const free = rooms.filter((room) => room.occupancy !== Occupancy.OCCUPIED && room.state !== ResourceState.OUT_OF_ORDER);
  return guests.map((guest, number): ArrivalState => {
    const room = number % 7 === 5 ? undefined : free[number * 2];
    const blockers: ArrivalBlocker[] = [];
    if (number % 11 === 10) blockers.push(ArrivalBlocker.NOT_CONFIRMED);
    if (!room) blockers.push(ArrivalBlocker.NO_ROOM_ASSIGNED);
    else if (room.occupancy === Occupancy.DUE_OUT) blockers.push(ArrivalBlocker.ROOM_OCCUPIED);
    if (room && room.state !== ResourceState.INSPECTED) blockers.push(ArrivalBlocker.ROOM_NOT_INSPECTED);
    const arrived = blockers.length === 0 && number % 4 === 3;
    const stage = arrived ? ArrivalStage.ARRIVED : blockers.length > 0 ? ArrivalStage.PREPARING : ArrivalStage.READY;
    const waits = !arrived && (number === 0 || number === 2 || number === 8);
    const nights = 1 + Math.floor(roll() * 5);
    return create(ArrivalStateSchema, {
      reservationId: idOf(2, number), number: String(41_030 + number * 7), guest, persons: 1 + Math.floor(roll() * 4), important: number % 9 === 2,
      scheduledStart: ts(at(["13:00", "14:00", "14:30", "15:00", "16:00", "18:30"][Math.floor(roll() * 6)]!, number === 30 ? -1 : 0)),
      scheduledEnd: ts(at("11:00", nights)), nights, category: categories[Math.floor(roll() * 5)]!,
      roomId: room?.roomId ?? new Uint8Array(), room: room?.name ?? "", roomState: room?.state ?? ResourceState.UNSPECIFIED, stage, blockers,
      waitingSince: waits ? ts(start - (3 + number * 2) * minutes) : undefined, displayCode: waits ? ["KD 47", "", "MT 82", "", "", "", "", "", "RX 36"][number]! : "",
      mark: number === 4 ? mark(40, ChangeStage.REFUSED, 5, "The reservation is already started in another property.")
        : number === 9 ? mark(41, ChangeStage.WAITING, 2, "Mews cannot be reached") : undefined,
    });
  });
}

export function makeChanges(): ChangeState[] {
  const change = (number: number, what: string, stage: ChangeStage, ago: number, reason = "", more: MessageInitShape<typeof ChangeStateSchema> = {}): ChangeState =>
    create(ChangeStateSchema, { changeId: idOf(9, number), what, by: "Eva", accepted: ts(start - ago * minutes), since: ts(start - ago * minutes), stage, attempts: 3, reason, ...more });
  const kept = "What Mews has stays. Use yours if it is the right one.";
  const tryAgain = "Look at it in Mews, then try again or put it away.";
  return [
    change(4, "Room 105: Clean", ChangeStage.REFUSED, 3, "Resource 105 is blocked by an out of order block.", {
      reasonIsOfPms: true, nextStep: tryAgain, canReapply: true }),
    change(6, "Room 107: Inspected", ChangeStage.REPLACED, 9, "In Mews the room was set to Dirty meanwhile.", {
      nextStep: kept, canReapply: true, conflicts: [{ field: "State", before: "Clean", ours: "Inspected", theirs: "Dirty" }] }),
    change(40, "Check-in 41058", ChangeStage.REFUSED, 5, "The reservation is already started in another property.", {
      reasonIsOfPms: true, nextStep: "See that the room is inspected and free, then try again; or move the stay.", canReapply: true }),
    change(41, "New task: Cot in 305", ChangeStage.REFUSED, 40, "The task is no longer here.", { by: "ريم", nextStep: "Make the task anew." }),
    change(42, "Guest’s profile", ChangeStage.REPLACED, 31, "Changed in Mews meanwhile: Email, LastName, VisaNumber.", {
      by: "ريم", nextStep: kept, canReapply: true, conflicts: [
        { field: "Email", before: "–", ours: "maria.da.conceicao.isabel.silva.pereira@hospedes.example.pt", theirs: "m.silva@example.com" },
        { field: "LastName", before: "الحداد", ours: "الحدّاد الكبير", theirs: "Haddad" },
        { field: "VisaNumber", before: "K 120", ours: "K 121", theirs: "" }] }),
    change(43, "Reservation 41100: room 402", ChangeStage.CONFIRMED, 12, "", {
      nextStep: "Yours was sent. Take back what Mews had if that is the right one.", canReapply: true,
      conflicts: [{ field: "Room", before: "401", ours: "402", theirs: "405", oursChosen: true }] }),
    change(2, "Room 103: Inspected", ChangeStage.WAITING, 14, "Mews cannot be reached"),
    change(20, "Task: Second set of pillows", ChangeStage.WAITING, 2, "Mews cannot be reached"),
  ];
}

export { ArrivalBlocker, ArrivalStage, ChangeStage, LineState, Occupancy, ResourceState, TaskStage, idText,
  ArrivalStateSchema, ChangeStateSchema, DashboardStateSchema, HouseDirectorySchema, HousePresenceSchema, HouseStatusSchema, LobbySignStateSchema,
  RoomStateSchema, TaskStateSchema };
