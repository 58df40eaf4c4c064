import { readFileSync } from 'node:fs'

/** Text of one of the statements beside this module. */
export const sqlFile = (name: 'relations' | 'columns' | 'functions' | 'signatures' | 'types'): string =>
  readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8')
