/**
 * What `->>` gives for a JSON number: jsonb stores it as numeric, which writes out the exponent, keeps trailing
 * zeros after the point and has no negative zero. 1e2 is 100, 80.0 is 80.0, 10e-1 is 1.0, -0 is 0.
 */
export function numericText(literal: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? []
  const digits = whole + fraction
  const point = whole.length + Number(exponent)
  // Zeros until there is a digit on both sides of where the point ends up.
  const padded = '0'.repeat(Math.max(0, -point)) + digits + '0'.repeat(Math.max(0, point - digits.length))
  const cut = Math.max(0, point)
  const integerPart = padded.slice(0, cut).replace(/^0+(?=\d)/, '') || '0'
  const fractionPart = padded.slice(cut)
  const unsigned = fractionPart === '' ? integerPart : `${integerPart}.${fractionPart}`
  return /[1-9]/.test(digits) ? sign + unsigned : unsigned
}
