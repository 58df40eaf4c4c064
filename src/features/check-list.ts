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

/** A feature by the name under which it was written; undefined for what is not a feature. */
export interface NamedFeature {
  readonly name: string
  readonly feature: Feature | undefined
}

/** The flags of a feature. */
export const flagsOf = ({ scored }: ColumnSettings): readonly string[] =>
  scored === undefined ? [] : typeof scored === 'string' ? [scored] : scored

/** The features of a list, as copies that nobody can change after they were checked. */
export const readList = (list: Readonly<Record<string, unknown>>): readonly NamedFeature[] =>
  Object.entries(list).map(([name, written]) => ({ name, feature: featureOf(written) }))

function featureOf(written: unknown): Feature | undefined {
  if (typeof written === 'string') return { column: written }
  if (typeof written === 'function') return written as (row: never) => unknown
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined
  const copy: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.entries(written).map(([setting, value]) => [setting, frozen(value)]),
  )
  return typeof copy['column'] === 'string' ? (Object.freeze(copy) as unknown as ColumnSettings) : undefined
}

function frozen(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(Array.from(value as readonly unknown[]))
  return typeof value === 'object' && value !== null ? Object.freeze({ ...value }) : value
}

/**
 * The same rules as those of the types, for callers without types. Whether a column can be NULL is not known before there
 * are rows, and is checked with each.
 */
export function checkList(all: readonly NamedFeature[]): readonly FeatureProblem[] {
  const settingsOfAll = all.flatMap(({ feature }) => (typeof feature === 'object' ? [feature] : []))
  const listed: Listed = {
    columns: new Set(settingsOfAll.map(({ column }) => column)),
    distinct: new Set(settingsOfAll.filter(isDistinct).map(({ column }) => column)),
  }
  const names = all.flatMap(({ name, feature }) => namesOf(name, feature))
  return all.flatMap(({ name, feature }) => [
    ...(feature === undefined
      ? [invalid(name, 'is neither a column, settings with a column, nor a function')]
      : typeof feature === 'function'
        ? []
        : [...checkSettings(name, feature), ...checkFill(name, feature, listed)]),
    ...(namesOf(name, feature).some((one) => names.indexOf(one) !== names.lastIndexOf(one))
      ? [invalid(name, 'has a name or value that another feature has as well')]
      : []),
  ])
}

/** The names of what a feature becomes. */
export const namesOf = (name: string, feature: Feature | undefined): readonly string[] =>
  typeof feature === 'object' && Array.isArray(feature.oneHot)
    ? feature.oneHot.map((value) => `${name}=${String(value)}`)
    : [name]

const invalid = (feature: string, message: string): FeatureProblem => ({
  code: 'FS401',
  feature,
  message,
  hint: 'See docs/features.md for what a feature can be.',
})

/** Columns of a list, and those of them of which two values always become two numbers. */
interface Listed {
  readonly columns: ReadonlySet<string>
  readonly distinct: ReadonlySet<string>
}

/** Whether two values of the column, NULL among them, never become the same number. */
function isDistinct({ fill, codes }: ColumnSettings): boolean {
  const numbers = Object.values(codes ?? {})
  return fill === undefined && new Set(numbers).size === numbers.length
}

const isColumns = (scored: unknown): boolean => [scored].flat().every((column) => typeof column === 'string')

const isValue = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) && !Number.isNaN(value)

function checkSettings(name: string, feature: ColumnSettings): readonly FeatureProblem[] {
  const { unknown, fill, scored, reason, codes, oneHot } = feature
  const other = Object.keys(feature).filter((key) => !settings.has(key))
  const numbers = Object.values(codes ?? {})
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
    ...(scored !== undefined && !isColumns(scored)
      ? [invalid(name, 'has a scored that is neither a column nor a list of columns')]
      : []),
    ...(reason !== undefined && typeof reason !== 'string'
      ? [invalid(name, 'has a reason that is not a column')]
      : []),
    ...(oneHot !== undefined && (!Array.isArray(oneHot) || oneHot.length === 0 || !oneHot.every(isValue))
      ? [invalid(name, 'has a oneHot that is not a list of values')]
      : []),
  ]
}

function checkFill(
  feature: string,
  { column, fill, reason, ...rest }: ColumnSettings,
  { columns, distinct }: Listed,
): readonly FeatureProblem[] {
  // Reported with the settings.
  if (!isColumns(rest.scored ?? []) || !isColumns(reason ?? [])) return []
  const flags = flagsOf({ column, ...rest })
  if (fill === undefined)
    return flags.length === 0 && reason === undefined
      ? []
      : [invalid(feature, 'has scored or reason without fill')]
  if (!Number.isFinite(fill)) return [invalid(feature, 'has a fill that is not a finite number')]
  const hint = `Name the flag and the reason of ${column} as scored and reason, and list both columns as features.`
  const problem = (message: string, then = hint): FeatureProblem => ({
    code: 'FS402',
    feature,
    message,
    hint: then,
  })
  if (flags.length === 0 || reason === undefined)
    return [problem(`fills an unknown ${column} with ${fill} without a flag and a reason`)]
  return [
    ...[...flags, reason]
      .filter((one) => !columns.has(one))
      .map((one) => problem(`fills an unknown ${column} with ${fill}, and ${one} is not in the list`)),
    ...[...flags, reason]
      .filter((one) => columns.has(one) && !distinct.has(one))
      .map((one) =>
        problem(
          `fills an unknown ${column} with ${fill}, and the list gives several values of ${one} the same number`,
          `List ${one} as it is, with oneHot, or with codes that are all different, and without fill.`,
        ),
      ),
    ...(reason === column || flags.includes(reason) || flags.includes(column)
      ? [
          problem(
            `fills an unknown ${column} with ${fill}, and its flag, its reason and itself are not three columns`,
          ),
        ]
      : []),
  ]
}
