/** Simpler values to try in place of one, the simplest first. Types as Postgres prints them. */
export function simplerValues(
  type: string,
  value: string,
  labels: readonly string[] = [],
): readonly string[] {
  const found = labels.length > 0 ? labels.slice(0, labels.indexOf(value)) : simplerOf(type, value)
  return [...new Set(found)].filter((candidate) => candidate !== value)
}

function simplerOf(type: string, value: string): readonly string[] {
  if (type.endsWith('[]')) return ['{}']
  const simpler = SIMPLER.find(([pattern]) => pattern.test(type))
  return simpler ? simpler[1](value) : []
}

const SIMPLER: readonly (readonly [RegExp, (value: string) => readonly string[]])[] = [
  [/^(smallint|integer|bigint)$/, (value) => simplerWhole(value)],
  [
    /^(numeric|decimal|real|double)/,
    (value) => ['0', '1', String(Math.trunc(Number(value)))].filter(isNumber),
  ],
  [/^(text|character|varchar|char|bpchar|name)/, (value) => simplerText(value)],
  [/^jsonb?$/, (value) => simplerJson(JSON.parse(value) as unknown).map((json) => JSON.stringify(json))],
  [/^bool/, () => ['false']],
  [/^date$/, () => ['2024-01-01']],
  [/^timestamp.* with time zone$|^timestamptz/, () => ['2024-01-01 00:00:00+00']],
  [/^timestamp/, () => ['2024-01-01 00:00:00']],
  [/^time/, () => ['00:00:00']],
  [/^interval/, () => ['00:00:00']],
  [/^uuid$/, () => ['00000000-0000-0000-0000-000000000000']],
  [/^bytea$/, () => ['\\x']],
]

const isNumber = (text: string): boolean => Number.isFinite(Number(text))

function simplerWhole(value: string): readonly string[] {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) return ['0', '1']
  const towardsZero = number > 0 ? number - 1 : number + 1
  // `0 - 1` and not `-1`: the sign is only worth keeping if the positive number does not do.
  return [0, 1, Math.abs(number), Math.trunc(number / 2), towardsZero]
    .filter((candidate) => Math.abs(candidate) < Math.abs(number) || (number < 0 && candidate === -number))
    .map((candidate) => String(candidate === 0 ? 0 : candidate))
}

const simplerText = (value: string): readonly string[] =>
  ['', 'a', value.trim(), value.slice(0, Math.floor(value.length / 2)), value.slice(0, -1)].filter(
    (candidate) =>
      candidate.length < value.length || (candidate === 'a' && value.length === 1 && value > 'a'),
  )

/** A JSON value with a part left out or made simpler; larger cuts come first. */
function simplerJson(value: unknown): readonly unknown[] {
  if (value === null) return []
  if (Array.isArray(value))
    return [
      ...(value.length > 0 ? [[]] : []),
      ...value.flatMap((item: unknown, at) => [
        value.toSpliced(at, 1),
        ...simplerJson(item).map((simpler) => value.with(at, simpler)),
      ]),
    ]
  if (typeof value === 'object') {
    const members = Object.entries(value)
    const without = members.map(([name]) => Object.fromEntries(members.filter(([other]) => other !== name)))
    const inside = members.flatMap(([name, member]) =>
      simplerJson(member).map((simpler) => ({ ...value, [name]: simpler })),
    )
    return [...(members.length > 1 ? [{}] : []), ...without, ...inside]
  }
  if (typeof value === 'number') return simplerWhole(String(value)).map(Number)
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return simplerWhole(value)
  if (typeof value === 'string') return simplerText(value)
  return value === true ? [false] : []
}
