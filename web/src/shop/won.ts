// Amounts as people type them.

/** The won of "44,000", "44000원" or "₩44,000"; undefined when it is no amount. */
export function parse(typed: string): number | undefined {
  const digits = typed.replaceAll(/[\s,원₩]/g, '')
  return /^\d{1,10}$/.test(digits) ? Number(digits) : undefined
}
