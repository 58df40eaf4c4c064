import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'

const FORMATS: Readonly<Record<string, RegExp>> = {
  uri: /^[a-z][a-z0-9+.-]*:[^\s"<>\\^`{|}]+$/i,
  'uri-reference': /^[^\s"<>\\^`{|}]*$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
}

/** Gives what a schema of test/fixtures has against a value; null for nothing. */
export function schemaFaults(file: string): (value: unknown) => unknown {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strictRequired: false })
  for (const [name, format] of Object.entries(FORMATS)) ajv.addFormat(name, format)
  const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures', file), 'utf8'))
  const validate = ajv.compile(schema as object)
  return (value) => {
    // As a reader gets it.
    validate(JSON.parse(JSON.stringify(value)))
    return validate.errors ?? null
  }
}
