// Hotel-local times from instants (milliseconds since 1970, UTC) and an IANA zone.

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${zone} ${key}`;
  let found = formats.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options });
    formats.set(name, found);
  }
  return found;
}

/** "14:05" */
export function clockTime(at: number, zone: string): string {
  return format(zone, "hm", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** "Thursday 17 September" */
export function longDay(at: number, zone: string): string {
  return format(zone, "day", { weekday: "long", day: "numeric", month: "long" }).format(at).replace(",", "");
}

/** "Fri 18 Sept" */
export function shortDay(at: number, zone: string): string {
  return format(zone, "short", { weekday: "short", day: "numeric", month: "short" }).format(at).replace(",", "");
}

/** "2015-09-17": for comparing days. */
export function localDate(at: number, zone: string): string {
  const parts = format(zone, "date", { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** The time alone when it is of the same local day as `reference`, else day and time; "–" where none is known. */
export function dayOrTime(at: number | undefined, reference: number, zone: string): string {
  if (!at) return "–";
  const time = clockTime(at, zone);
  return localDate(at, zone) === localDate(reference, zone) ? time : `${shortDay(at, zone)} ${time}`;
}

/** How far local time is ahead of UTC at that instant, in milliseconds. */
function zoneOffset(at: number, zone: string): number {
  const parts = format(zone, "all", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(at / 1000) * 1000;
}

/**
 * The instant at which clocks in the zone show `time` ("14:30") on the local day of `reference`. A time that the change to
 * summer time skips comes out one hour later, one that occurs twice is the first.
 */
export function atLocalTime(time: string, reference: number, zone: string): number {
  return instantOf(Date.parse(`${localDate(reference, zone)}T${time}:00Z`), zone);
}

/** The same for `days` later. */
export function atLocalTimeIn(days: number, time: string, reference: number, zone: string): number {
  return instantOf(Date.parse(`${localDate(reference, zone)}T${time}:00Z`) + days * 86_400_000, zone);
}

/** The same for what a field of a form gives, "2015-09-19T18:30"; NaN where it is no day and time. */
export function atLocalDateTime(text: string, zone: string): number {
  const wall = Date.parse(`${text.slice(0, 16)}:00Z`);
  return text.includes("T") && !Number.isNaN(wall) ? instantOf(wall, zone) : NaN;
}

/** `wall` is what the clocks in the zone show, as if they were in UTC. */
function instantOf(wall: number, zone: string): number {
  const before = zoneOffset(wall - 86_400_000, zone);
  const after = zoneOffset(wall + 86_400_000, zone);
  const candidates = [wall - before, wall - after].filter((at) => at + zoneOffset(at, zone) === wall);
  return candidates.length > 0 ? Math.min(...candidates) : wall - Math.min(before, after);
}

/** Minutes since local midnight as "14:00". */
export function timeOfDay(minutes: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${two((minutes / 60) % 24)}:${two(minutes % 60)}`;
}

export interface Span { unit: "seconds" | "minutes" | "hours" | "days"; count: number }

/** A duration as one number and its unit, the way people say it: 45 s, 12 min, 3 h, 2 days. Never negative. */
export function span(milliseconds: number): Span {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return { unit: "seconds", count: seconds };
  if (seconds < 3600) return { unit: "minutes", count: Math.floor(seconds / 60) };
  if (seconds < 48 * 3600) return { unit: "hours", count: Math.floor(seconds / 3600) };
  return { unit: "days", count: Math.floor(seconds / 86_400) };
}
