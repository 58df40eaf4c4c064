import type { FeatureProblem } from './feature-error.js'
import type { ColumnSettings } from './settings.js'

/** A feature after its settings were checked. */
export type Feature = ((row: never) => unknown) | ColumnSettings

const settings: ReadonlySet<string> = new Set<keyof ColumnSettings>([
  'column',
  'unknown',
  'fill',
  'scored',
  'reason',
  'codes',
  'oneHot',
])

/** The flags of a feature. */
export const flagsOf = ({ scored }: ColumnSettings): readonly string[] =>
  scored === undefined ? [] : typeof scored === 'string' ? [scored] : scored

/** A feature in its long form; undefined for what is no feature. */
export function featureOf(written: unknown): Feature | undefined {
  if (typeof written === 'string') return { column: written }
  if (typeof written === 'function') return written as (row: never) => unknown
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined
  return 'column' in written && typeof written.column === 'string' ? (written as ColumnSettings) : undefined
}

/**
 * The same rules as those of the types, for callers without types. Whether a column can be NULL is not known before there
 * are rows, and is checked with each.
 */
export function checkList(list: Readonly<Record<string, unknown>>): readonly FeatureProblem[] {
  const all = Object.entries(list).map(([name, written]) => ({ name, feature: featureOf(written) }))
  const columns = new Set(all.flatMap(({ feature }) => (typeof feature === 'object' ? [feature.column] : [])))
  const names = all.flatMap(({ name, feature }) => namesOf(name, feature))
  return all.flatMap(({ name, feature }) => [
    ...(feature === undefined
      ? [invalid(name, 'is neither a column, settings with a column, nor a function')]
      : typeof feature === 'function'
        ? []
        : [...checkSettings(name, feature), ...checkFill(name, feature, columns)]),
    ...(namesOf(name, feature).some((one) => names.indexOf(one) !== names.lastIndexOf(one))
      ? [invalid(name, 'has a name or value that another feature has as well')]
      : []),
  ])
}

/** The names of what a feature becomes. */
export const namesOf = (name: string, feature: Feature | undefined): readonly string[] =>
  typeof feature === 'object' && Array.isArray(feature.oneHot)
    ? feature.oneHot.map((value) => `${name}=${value}`)
    : [name]

const invalid = (feature: string, message: string): FeatureProblem => ({
  code: 'FS401',
  feature,
  message,
  hint: 'See docs/features.md for what a feature can be.',
})

function checkSettings(name: string, feature: ColumnSettings): readonly FeatureProblem[] {
  const { unknown, fill, codes, oneHot } = feature
  const other = Object.keys(feature).filter((key) => !settings.has(key))
  const numbers = codes === undefined ? [] : Object.values(codes)
  return [
    ...other.map((key) => invalid(name, `has ${key}, which is not a setting of a feature`)),
    ...(unknown === undefined || unknown === null || Number.isNaN(unknown)
      ? []
      : [
          {
            code: 'FS402',
            feature: name,
            message: `has unknown: ${String(unknown)}, which is a value`,
            hint: 'Use NaN or null, or fill with scored and reason.',
          } as const,
        ]),
    ...(unknown !== undefined && fill !== undefined
      ? [invalid(name, 'has both unknown and fill; one of them says what unknown is')]
      : []),
    ...(codes !== undefined && oneHot !== undefined
      ? [invalid(name, 'has both codes and oneHot; one of them says what its values become')]
      : []),
    ...(codes !== undefined && (numbers.length === 0 || !numbers.every(Number.isFinite))
      ? [invalid(name, 'has codes that are not all finite numbers')]
      : []),
    ...(oneHot !== undefined && (!Array.isArray(oneHot) || oneHot.length === 0)
      ? [invalid(name, 'has a oneHot that is not a list of values')]
      : []),
  ]
}

function checkFill(
  feature: string,
  { column, fill, reason, ...rest }: ColumnSettings,
  columns: ReadonlySet<string>,
): readonly FeatureProblem[] {
  const flags = flagsOf({ column, ...rest })
  if (fill === undefined)
    return flags.length === 0 && reason === undefined
      ? []
      : [invalid(feature, 'has scored or reason without fill')]
  if (!Number.isFinite(fill)) return [invalid(feature, 'has a fill that is not a finite number')]
  const hint = `Name the flag and the reason of ${column} as scored and reason, and list both columns as features.`
  const problem = (message: string): FeatureProblem => ({ code: 'FS402', feature, message, hint })
  if (flags.length === 0 || reason === undefined)
    return [problem(`fills an unknown ${column} with ${fill} without a flag and a reason`)]
  return [
    ...[...flags, reason]
      .filter((one) => !columns.has(one))
      .map((one) => problem(`fills an unknown ${column} with ${fill}, and ${one} is not in the list`)),
    ...(reason === column || flags.includes(reason) || flags.includes(column)
      ? [
          problem(
            `fills an unknown ${column} with ${fill}, and its flag, its reason and itself are not three columns`,
          ),
        ]
      : []),
  ]
}
