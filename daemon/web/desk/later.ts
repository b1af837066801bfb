// What `more` loads. Its words come first: screens name some while they are loaded.
import "../gen/text/later.js";
export { RoomsScreen } from "../housekeeping/rooms";
export { ArrivalSheet } from "./arrival_sheet";
export { FindingSheet } from "./finding_sheet";
export { FindingsScreen, FindingsSum } from "./findings";
export { OffersScreen, OffersSum } from "./offers";
export { RoomStay } from "./room_stay";
export { RulesScreen, RulesSum } from "./rules";
