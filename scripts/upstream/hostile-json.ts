import type { Draw } from './draw.js'
import { ANY_TEXTS, FLAG_KEYS, FLAG_TEXTS, HUGE_TEXTS, INT_TEXTS, WEIRD_KEYS } from './hostile-values.js'

/** Spaces that JSON allows between tokens. */
const GAPS = ['', '', '', ' ', '\n', '\t', ' \r\n\t']

/** A damage_ai_json that violates the contract but is valid jsonb. About half have a decision that is an object. */
export function hostileJson(draw: Draw): string | null {
  if (draw.chance(0.05)) return null
  if (draw.chance(0.1)) return anyText(draw)
  const members: string[] = []
  if (draw.chance(0.8)) members.push(member(draw, 'battery_effective', intText(draw)))
  if (draw.chance(0.9)) members.push(member(draw, 'decision', decisionText(draw)))
  // A repeated key: the last one always counts.
  if (draw.chance(0.05)) members.push(member(draw, 'battery_effective', intText(draw)))
  if (draw.chance(0.05)) members.push(member(draw, 'decision', decisionText(draw)))
  return objectText(draw, members)
}

function decisionText(draw: Draw): string {
  if (draw.chance(0.25)) return anyText(draw)
  const members: string[] = []
  if (draw.chance(0.8)) members.push(member(draw, 'sev', intText(draw)))
  if (draw.chance(0.8)) members.push(member(draw, 'bin', intText(draw)))
  if (draw.chance(0.85)) members.push(member(draw, 'meta', metaText(draw)))
  if (draw.chance(0.05)) members.push(member(draw, 'sev', intText(draw)))
  if (draw.chance(0.05)) members.push(member(draw, 'meta', metaText(draw)))
  return objectText(draw, members)
}

function metaText(draw: Draw): string {
  if (draw.chance(0.2)) return anyText(draw)
  // Few flags: with many, one of the ten would nearly always be true and hide the effect of the others.
  const members: string[] = []
  for (let n = draw.below(8); n > 0; n--) members.push(member(draw, draw.pick(FLAG_KEYS), flagText(draw)))
  return objectText(draw, members)
}

const flagText = (draw: Draw): string => (draw.chance(0.02) ? anyText(draw) : draw.pick(FLAG_TEXTS))
const intText = (draw: Draw): string => (draw.chance(0.02) ? anyText(draw) : draw.pick(INT_TEXTS))
const anyText = (draw: Draw): string => draw.pick(draw.chance(0.01) ? HUGE_TEXTS : ANY_TEXTS)

/** Now and then with an escape in the key: `"\u0073ev"` is the key sev. */
function member(draw: Draw, key: string, value: string): string {
  const spelled = draw.chance(0.03) ? escapeFirst(key) : key
  return `"${spelled}"${draw.pick(GAPS)}:${draw.pick(GAPS)}${value}`
}

function objectText(draw: Draw, members: string[]): string {
  if (draw.chance(0.1)) members.push(member(draw, draw.pick(WEIRD_KEYS), anyText(draw)))
  if (draw.chance(0.5)) members.reverse()
  return `{${draw.pick(GAPS)}${members.join(`${draw.pick(GAPS)},`)}${draw.pick(GAPS)}}`
}

function escapeFirst(key: string): string {
  if (key === '' || key.startsWith('\\')) return key
  return `\\u${key.charCodeAt(0).toString(16).padStart(4, '0')}${key.slice(1)}`
}
