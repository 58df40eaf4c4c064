import {
  arrayOf,
  collation,
  compositeType,
  domainType,
  double,
  enumType,
  extensionType,
  integer,
  numeric,
  opaqueType,
  rangeType,
} from 'fusion-store'

export const color = enumType('shop.color', ['red', 'green', 'Émeraude'])
/** Names and labels as nobody would choose them, and as Postgres takes them. */
export const mood = enumType('Odd "Schema".mood of $1', [
  '',
  "it's",
  'say "so"',
  'a\\b',
  'line\nend',
  '😀',
  'JsonValue',
  'x'.repeat(63),
])
export const percent = domainType('shop.percent', { base: integer, check: 'VALUE BETWEEN 0 AND 100' })
export const firm = domainType('shop.firm_color', { base: color, notNull: true, check: ["VALUE <> 'red'"] })
export const firmer = domainType('shop.firmer_color', { base: firm })
export const tags = domainType('shop.tags', { base: arrayOf(integer) })
export const money = compositeType('shop.money', { amount: numeric, currency: firm, 'Odd field': mood })
export const span = rangeType('shop.span', { subtype: double })
export const citext = extensionType('ext.citext')
export const ltree = extensionType('ext.ltree')
export const geometry = opaqueType('ext.geometry')
export const german = collation('pg_catalog.de-x-icu')
export const anyCase = collation('shop.any case', { deterministic: false })
/** On no column of a source: a view casts to it. */
export const grade = enumType('shop.grade', ['low', 'high'])
