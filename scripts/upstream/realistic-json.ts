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

export function realisticJson(draw: Draw, phone: Phone): string | null {
  if (draw.chance(0.07)) return null
  const battery = batteryMember(draw, phone)
  if (draw.chance(0.06)) return `{${battery}}`
  const separator = battery === '' ? '' : ', '
  if (draw.chance(0.02)) return `{"decision": null${separator}${battery}}`
  return `{"decision": ${decision(draw, phone)}${separator}${battery}}`
}

function batteryMember(draw: Draw, phone: Phone): string {
  if (draw.chance(0.5)) return ''
  const kind = draw.below(100)
  if (kind < 80) return `"battery_effective": ${phone.battery}`
  if (kind < 88) return `"battery_effective": "${phone.battery}"`
  if (kind < 93) return '"battery_effective": null'
  if (kind < 96) return `"battery_effective": "${phone.battery}%"`
  if (kind < 98) return `"battery_effective": ${phone.battery}.0`
  return '"battery_effective": "unknown"'
}

function decision(draw: Draw, phone: Phone): string {
  // The text model is off by one now and then.
  const off = draw.chance(0.9) ? 0 : draw.between(-1, 1)
  const severity = Math.max(0, Math.min(3, phone.severity + off))
  if (draw.chance(0.03)) return `{"sev": ${severity}}`
  const sev = draw.chance(0.03) ? 'null' : draw.chance(0.04) ? `"${severity}"` : String(severity)
  return `{"sev": ${sev}, "bin": ${severity >= 2 ? 1 : 0}, "meta": ${meta(draw, severity)}}`
}

function meta(draw: Draw, severity: number): string {
  let mask = severity === 0 && draw.chance(0.4) ? NO_WEAR : 0
  if (severity >= 3 || (severity === 2 && draw.chance(0.3))) mask |= draw.pick(BROKEN)
  if (draw.chance(0.08 + 0.1 * severity)) mask |= draw.pick(MINOR)
  if (draw.chance(0.02)) mask |= draw.pick(MINOR)
  const text = (draw.chance(0.3) ? FULL_META : SPARSE_META)[mask] as string
  if (mask === 0 || !draw.chance(0.02)) return text
  return text.replace('true', draw.pick(SPOKEN_TRUE))
}
