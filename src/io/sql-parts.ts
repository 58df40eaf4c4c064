import { readFileSync } from 'node:fs'

/** Text of a part of the audit schema, by its name below `src/certify/sql`. */
export const readAuditPart = (part: string): string =>
  readFileSync(new URL(`../certify/sql/${part}.sql`, import.meta.url), 'utf8')

/** Text of a part of what drops and creates views, by its name below `src/emit/sql`. */
export const readRecreatePart = (part: string): string =>
  readFileSync(new URL(`../emit/sql/${part}.sql`, import.meta.url), 'utf8')
