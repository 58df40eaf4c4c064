import type { Draw } from './draw.js'
import type { Phone } from './realistic-phone.js'

/** The flags of the text model in spec order; bit i of a mask is flag i. */
const FLAGS = [
  'no_wear_global',
  'protector_only',
  'glass',
  'back_glass',
  'lens_glass',
  'panel_severe',
  'light_panel',
  'charging',
  'non_oem',
  'battery_clamp',
]
const NO_WEAR = 1 << 0
const BROKEN = [1 << 2, 1 << 3, 1 << 4, 1 << 5]
const MINOR = [1 << 1, 1 << 6, 1 << 7, 1 << 8, 1 << 9]

/** All 1024 combinations spelled out once; building them per listing would be the slowest part of the generator. */
const masks = Array.from({ length: 1 << FLAGS.length }, (_, mask) => mask)
const isSet = (mask: number, i: number): boolean => (mask & (1 << i)) !== 0
const FULL_META = masks.map(
  (mask) => `{${FLAGS.map((flag, i) => `"${flag}": ${isSet(mask, i)}`).join(', ')}}`,
)
const SPARSE_META = masks.map(
  (mask) => `{${FLAGS.flatMap((flag, i) => (isSet(mask, i) ? [`"${flag}": true`] : [])).join(', ')}}`,
)

/** Spellings that models do produce in place of `true`; the last two are not booleans to Postgres. */
const SPOKEN_TRUE = ['"true"', '"yes"', '1', '"True"', '"maybe"', '"likely"']

const PARTS = [
  'front glass',
  'back cover below the logo',
  'frame at the charging port',
  'upper right corner',
  'lens of the main camera',
  'display near the notch',
  'side with the mute switch',
  'protector',
]
const REMARKS = ['shows', 'has', 'may have', 'reportedly has'].flatMap((verb) =>
  PARTS.map((part) => `the ${part} ${verb}`),
)
const FINDINGS: Readonly<Record<Phone['severity'], readonly string[]>> = {
  0: ['no wear at all', 'nothing to remark on', 'a finish \\"like new\\"', 'no mark in any photo'],
  1: ['light traces of use', 'a hairline scratch', 'a few micro scratches', 'slightly worn paint'],
  2: ['a scratch one can feel', 'a dent of some millimetres', 'a row of deep scratches', 'chipped paint'],
  3: ['a crack from edge to edge', 'a shattered corner', 'dead pixels in stripes', 'a hole in the glass'],
}
const LANGUAGES = ['de', 'de', 'de', 'en', 'fr', 'it', 'pl', 'tr']
const DIGITS = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'))

export function realisticJson(draw: Draw, phone: Phone): string | null {
  if (draw.chance(0.07)) return null
  const battery = batteryMember(draw, phone)
  if (draw.chance(0.06)) return `{${battery}${unread(draw)}}`
  if (draw.chance(0.02)) return `{"decision": null, ${battery}${unread(draw)}}`
  return `{"decision": ${decision(draw, phone)}, ${battery}${unread(draw)}}`
}

function batteryMember(draw: Draw, phone: Phone): string {
  if (draw.chance(0.5)) return ''
  const kind = draw.below(100)
  if (kind < 80) return `"battery_effective": ${phone.battery}, `
  if (kind < 88) return `"battery_effective": "${phone.battery}", `
  if (kind < 93) return '"battery_effective": null, '
  if (kind < 96) return `"battery_effective": "${phone.battery}%", `
  if (kind < 98) return `"battery_effective": ${phone.battery}.0, `
  return '"battery_effective": "unknown", '
}

/** Other output of the model, which no store reads. It makes nearly every document unique, as real ones are. */
function unread(draw: Draw): string {
  return (
    `"language": "${draw.pick(LANGUAGES)}", "prompt": ${draw.between(12, 15)}, ` +
    `"usage": {"input": ${draw.between(180, 2400)}, "output": ${draw.between(90, 240)}, "ms": ${draw.between(400, 9000)}}`
  )
}

function decision(draw: Draw, phone: Phone): string {
  // The text model is sometimes off by one.
  const off = draw.chance(0.9) ? 0 : draw.between(-1, 1)
  const severity = Math.max(0, Math.min(3, phone.severity + off)) as Phone['severity']
  if (draw.chance(0.03)) return `{"sev": ${severity}}`
  const sev = draw.chance(0.03) ? 'null' : draw.chance(0.04) ? `"${severity}"` : String(severity)
  const flags = meta(draw, severity)
  const found = `"confidence": 0.${draw.pick(DIGITS)}, "evidence": [${evidence(draw, severity)}, ${evidence(draw, severity)}]`
  return `{"sev": ${sev}, "bin": ${severity >= 2 ? 1 : 0}, "meta": ${flags}, ${found}}`
}

const evidence = (draw: Draw, severity: Phone['severity']): string =>
  `"${draw.pick(REMARKS)} ${draw.pick(FINDINGS[severity])}"`

function meta(draw: Draw, severity: number): string {
  let mask = severity === 0 && draw.chance(0.4) ? NO_WEAR : 0
  if (severity >= 3 || (severity === 2 && draw.chance(0.3))) mask |= draw.pick(BROKEN)
  if (draw.chance(0.08 + 0.1 * severity)) mask |= draw.pick(MINOR)
  if (draw.chance(0.02)) mask |= draw.pick(MINOR)
  const text = (draw.chance(0.3) ? FULL_META : SPARSE_META)[mask] as string
  if (mask === 0 || !draw.chance(0.02)) return text
  return text.replace('true', draw.pick(SPOKEN_TRUE))
}
