// What the lobby sign shows, from what it has been told and how long the box has been away.

export interface QueueEntry { code: string; ready: boolean; until: number }
export interface Lobby { hotel: string; timeZone: string; arrivalFrom?: number; departureUntil?: number; queue: QueueEntry[] }

export const safeAfter = 5 * 60_000;
export const pageLasts = 8_000;

export interface Queues { ready: string[]; preparing: string[] }

/** Nothing expired is shown, and nothing at all that may be wrong by now: after five minutes without the box the queue goes. */
export function queuesShown(lobby: Lobby | undefined, now: number, goneSince: number | undefined): Queues {
  const isSafe = goneSince === undefined || now - goneSince < safeAfter;
  const shown = isSafe ? (lobby?.queue ?? []).filter((entry) => entry.until > now) : [];
  const codes = (ready: boolean): string[] => shown.filter((entry) => entry.ready === ready).map((entry) => entry.code).sort();
  return { ready: codes(true), preparing: codes(false) };
}

/** The page of codes for this moment: as many as fit, the rest by turns. */
export function pageOf(codes: readonly string[], fits: number, now: number): { codes: string[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(codes.length / fits));
  const page = Math.floor(now / pageLasts) % pages;
  return { codes: codes.slice(page * fits, (page + 1) * fits), page: page + 1, pages };
}

/** Kept for the next start without a box: everything but the queue. */
export const withoutQueue = (lobby: Lobby): Lobby => ({ ...lobby, queue: [] });
