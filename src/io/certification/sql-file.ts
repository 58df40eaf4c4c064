import { readFileSync } from 'node:fs'

/** Text of one of the statements beside this module. */
export const sqlFile = (
  name:
    | 'events'
    | 'verdicts'
    | 'doctor-facts'
    | 'doctor-record'
    | 'doctor-indexes'
    | 'doctor-names'
    | 'doctor-sources',
): string => readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8')
