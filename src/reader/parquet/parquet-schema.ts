import type { ParquetWriter } from 'hyparquet-writer'
import type { PlannedColumn } from '../columns/column-plan.js'

/** The writer does not export the type, and the package that has it comes with the writer only. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number]

type Leaf = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>

const text: Leaf = { type: 'BYTE_ARRAY', converted_type: 'UTF8' }

const timestamp = (isAdjustedToUTC: boolean): Leaf => ({
  type: 'INT64',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MICROS' },
})

function leafOf({ kind, type }: PlannedColumn): Leaf {
  switch (kind) {
    case 'int16':
      return { type: 'INT32', converted_type: 'INT_16' }
    case 'int32':
      return { type: 'INT32' }
    case 'int64':
      return { type: 'INT64' }
    case 'float32':
      return { type: 'FLOAT' }
    case 'float64':
      return { type: 'DOUBLE' }
    case 'bool':
      return { type: 'BOOLEAN' }
    case 'date':
      return { type: 'INT32', converted_type: 'DATE' }
    case 'timestamp':
      return timestamp(type.includes('with time zone'))
    case 'category':
    case 'text':
      return text
  }
}

/** The schema of a file: REQUIRED where a column is never NULL, OPTIONAL elsewhere. */
export const parquetSchema = (columns: readonly PlannedColumn[]): SchemaElement[] => [
  { name: 'root', num_children: columns.length },
  ...columns.map((column): SchemaElement => ({
    name: column.name,
    repetition_type: column.nullable ? 'OPTIONAL' : 'REQUIRED',
    ...leafOf(column),
  })),
]
