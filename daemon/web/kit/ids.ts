// 16-byte ids: the PMS's GUIDs and UUIDv7 made here. As text they are lower-case with dashes, as in topics.

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Empty text for anything that is not 16 bytes. */
export function idText(bytes: Uint8Array): string {
  if (bytes.length !== 16) return "";
  const digits = Array.from(bytes, (byte) => hex[byte]).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

/** No bytes for empty text; throws on anything else that is not an id. */
export function idBytes(text: string): Uint8Array {
  if (text === "") return new Uint8Array();
  const digits = text.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(digits)) throw new RangeError(`not an id: ${text}`);
  return Uint8Array.from({ length: 16 }, (_, at) => parseInt(digits.slice(at * 2, at * 2 + 2), 16));
}

/** UUIDv7 (RFC 9562). crypto.randomUUID is missing on plain HTTP, getRandomValues is not. */
export function uuidv7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(now / 2 ** (8 * (5 - at))) % 256;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return idText(bytes);
}
