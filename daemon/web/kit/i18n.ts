// Text by key. One language is bundled; a message is a function compiled at build time.
import english, { type Arguments } from "../gen/text/en.js";
import { span } from "./time";

export type Key = keyof Arguments;
/** Of a message that is always the same. */
export type PlainKey = { [K in Key]: Arguments[K] extends undefined ? K : never }[Key];
type WithArguments = Exclude<Key, PlainKey>;

export function t<K extends PlainKey>(key: K): string;
export function t<K extends WithArguments>(key: K, args: Arguments[K]): string;
export function t(key: Key, args?: unknown): string {
  return (english[key] as (args: unknown) => string)(args ?? {});
}

/** How long ago that was; "–" where it is not known. */
export const ageWords = (at: number | undefined, now: number): string => (at ? spanWords(now - at) : "–");

/** "12 s", "14 min", "3 h", "2 days" */
export function spanWords(milliseconds: number): string {
  const { unit, count } = span(milliseconds);
  return t(`span.${unit}`, { count });
}
