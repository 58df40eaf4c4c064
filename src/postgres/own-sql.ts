import { readFileSync } from 'node:fs'
import { ownCode } from '../model/own-code.js'

/** Text of an SQL file of the compiler, by its path below `src` without the extension. */
export const ownSql = (path: string): string => readFileSync(new URL(`${path}.sql`, ownCode), 'utf8')

/** Text of a part of the audit schema, by its name below `src/certify/sql`. */
export const readAuditPart = (part: string): string => ownSql(`certify/sql/${part}`)

/** Text of a part of the script that drops and recreates views, by its name below `src/emit/sql`. */
export const readRecreatePart = (part: string): string => ownSql(`emit/sql/${part}`)
