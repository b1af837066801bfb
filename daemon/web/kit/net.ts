// How this page stands: one word for the pill, decided from the connection, the box's presence and its line to the PMS.
import { LineState } from "../gen/stayd/v1/house_pb";
import type { LinkState } from "./link";
import type { Presence, Status } from "./model";

export type NetKind = "connecting" | "live" | "box_only" | "box_silent" | "offline";
export interface Net { kind: NetKind; since: number | undefined; cause: string; refused: boolean }

export interface NetFacts {
  link: LinkState; downSince: number | undefined; presence: Presence | undefined; status: Status | undefined;
}

export function netOf({ link, downSince, presence, status }: NetFacts): Net {
  const net = (kind: NetKind, since?: number, cause = "", refused = false): Net => ({ kind, since, cause, refused });
  if (link === "connecting") return net("connecting");
  if (link === "down") return net("offline", downSince);
  if (presence?.online === false) return net("box_silent");
  const line = status?.line;
  if (line === LineState.DOWN || line === LineState.REFUSED) {
    return net("box_only", status?.lineSince, status?.lineCause, line === LineState.REFUSED);
  }
  return net("live");
}

/** When the oldest of these lists was last read to its end; undefined before the first time. */
export function readAt(status: Status | undefined, lists: readonly string[]): number | undefined {
  const times = status?.streams.filter((stream) => lists.includes(stream.name)).map((stream) => stream.lastComplete) ?? [];
  if (times.length === 0) return status?.lastContact;
  return times.reduce((oldest, time) => (oldest === undefined || time === undefined ? undefined : Math.min(oldest, time)));
}
