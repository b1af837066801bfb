// Searching by typing: what people type is never spelled quite like what is written.

const plain = (text: string): string => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

/** Every word of the search stands somewhere in the text; accents and case do not matter. */
export function finds(text: string, find: string): boolean {
  const where = plain(text);
  return plain(find).split(/\s+/).every((word) => where.includes(word));
}
