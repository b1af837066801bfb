// Money as it is said. How many minor units a currency has is the box's word (insight::minor_digits): browsers differ from it.
const without = new Set(["JPY", "KRW", "ISK", "CLP", "VND", "XOF", "XAF"]);
const withThree = new Set(["KWD", "BHD", "OMR", "JOD", "TND"]);

export const minorDigits = (currency: string): number => (without.has(currency) ? 0 : withThree.has(currency) ? 3 : 2);

/** "€45.00"; a sum of whole units is said without its cents. */
export function money(minor: number, currency: string, whole = false): string {
  const digits = minorDigits(currency);
  const fraction = whole ? 0 : digits;
  const style = /^[A-Z]{3}$/.test(currency) ? { style: "currency" as const, currency } : {};
  return new Intl.NumberFormat("en-GB", { ...style, minimumFractionDigits: fraction, maximumFractionDigits: fraction }).format(minor / 10 ** digits);
}
