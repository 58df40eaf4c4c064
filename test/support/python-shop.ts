import { emitPython } from '../../src/emit/emit-python.js'
import type { AnalyzedColumn } from '../../src/model/analyzed-project.js'
import type { ColumnValues } from '../../src/model/column-values.js'
import { column, modelsOf, relation } from '../emit/model.js'

const NULLABLE = { because: 'it is so' }

const one = (
  name: string,
  type: string,
  { values, isNullable = false }: { values?: ColumnValues; isNullable?: boolean } = {},
): AnalyzedColumn => ({
  ...column(name, type, `The ${name}.`, isNullable ? NULLABLE : {}),
  ...(values && { values }),
})

const price = one('price', 'numeric', { isNullable: true })

/** A column of each kind that data frames tell apart. */
const offers = relation('ml.v_offers', [
  one('offer_id', 'int8'),
  one('city', 'text', { isNullable: true }),
  one('bucket', 'text', { values: { oneOf: ['low', 'high'] }, isNullable: true }),
  one('level', 'int4', { values: { oneOf: [0, 1, 2] } }),
  one('seen', 'int4', { values: { min: 0, max: 100 } }),
  one('ratio', 'float8'),
  one('mean', 'float8', { isNullable: true }),
  one('done', 'bool'),
  one('sold', 'bool', { isNullable: true }),
  { ...price, type: { ...price.type, sql: 'numeric(10,2)' } },
  one('weight', 'numeric', { isNullable: true }),
  one('at', 'timestamptz'),
  one('local', 'timestamp', { isNullable: true }),
  one('day', 'date', { isNullable: true }),
  one('payload', 'jsonb', { isNullable: true }),
  one('class', 'text'),
])

/** Text of `shop.py`. */
export function shopModule(): string {
  const { project, analyzed } = modelsOf([offers])
  return emitPython({ ...project, name: 'shop', python: true }, analyzed)[0]?.text ?? ''
}
