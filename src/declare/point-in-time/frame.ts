import { type Duration, intervalText, secondsOf } from './duration.js'

/** A bound of a frame. ROWS and GROUPS count; RANGE measures, in the unit of a number or in time. */
export type CountBound =
  | 'unbounded preceding'
  | `${number} preceding`
  | 'current row'
  | `${number} following`
  | 'unbounded following'
export type DistanceBound = CountBound | `${Duration} preceding` | `${Duration} following`

/** The frame: at most one of `rows`, `range` and `groups`, each from its start to its end. */
export interface FrameSettings {
  readonly rows?: readonly [start: CountBound, end: CountBound]
  readonly range?: readonly [start: DistanceBound, end: DistanceBound]
  readonly groups?: readonly [start: CountBound, end: CountBound]
  /** Rows that are left out of the frame: the current row, its peers with it, or its peers without it. */
  readonly exclude?: 'current row' | 'group' | 'ties'
}

const MODES = ['rows', 'range', 'groups'] as const
const EXCLUDED: readonly unknown[] = ['current row', 'group', 'ties']

/** The frame clause; empty if there is no frame. */
export function frameText(settings: FrameSettings): string {
  const unknown = Object.keys(settings).find((key) => ![...MODES, 'exclude'].includes(key))
  if (unknown !== undefined) throw new TypeError(`overFrame() has no setting "${unknown}"`)
  const modes = MODES.filter((mode) => settings[mode] !== undefined)
  const [mode] = modes
  const { exclude } = settings
  if (modes.length > 1)
    throw new TypeError(`overFrame() takes one of rows, range and groups, got ${modes.join(' and ')}`)
  if (exclude !== undefined && !EXCLUDED.includes(exclude))
    throw new TypeError(
      `overFrame(): exclude must be 'current row', 'group' or 'ties', got ${JSON.stringify(exclude)}`,
    )
  if (mode === undefined) {
    if (exclude === undefined) return ''
    throw new TypeError('overFrame(): exclude needs a frame: rows, range or groups')
  }
  const bounds: readonly unknown[] = settings[mode] ?? []
  if (!Array.isArray(bounds) || bounds.length !== 2)
    throw new TypeError(`overFrame(): ${mode} takes two bounds, such as ['30 preceding', 'current row']`)
  const [start, end] = bounds.map((bound) => boundText(bound, mode))
  const excluded = exclude === undefined ? '' : ` EXCLUDE ${exclude.toUpperCase()}`
  return `${mode.toUpperCase()} BETWEEN ${start} AND ${end}${excluded}`
}

function boundText(bound: unknown, mode: string): string {
  const text = typeof bound === 'string' ? bound : ''
  if (/^(unbounded preceding|current row|unbounded following)$/.test(text)) return text.toUpperCase()
  const [, distance = '', which = ''] = /^(.+) (preceding|following)$/.exec(text) ?? []
  const side = which.toUpperCase()
  if (/^\d+$/.test(distance) || (mode === 'range' && /^\d+\.\d+$/.test(distance)))
    return `${distance} ${side}`
  const seconds = mode === 'range' ? secondsOf(distance) : undefined
  if (seconds !== undefined) return `'${intervalText(seconds)}'::interval ${side}`
  throw new TypeError(
    `overFrame(): ${JSON.stringify(bound)} is not a bound of a ${mode} frame; write '7 preceding'${mode === 'range' ? `, '30 days preceding'` : ''} or 'current row'`,
  )
}
