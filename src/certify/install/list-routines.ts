/** A function or procedure that a part of the audit schema creates. */
export interface CreatedRoutine {
  readonly name: string
  /** Signature as `regprocedure` reads it: `audit._seal(jsonb)`. */
  readonly signature: string
  /** Arguments that a call must have, and can have. */
  readonly fewest: number
  readonly most: number
}

const CREATED =
  /^\s*CREATE OR REPLACE (?:FUNCTION|PROCEDURE) audit\.(\w+)\(([^;]*?)\)\s*(?:RETURNS|LANGUAGE|\n)/gm
const REVOKED = /^REVOKE ALL\s+ON (?:FUNCTION|PROCEDURE)\s+audit\.(\w+)\(([^;]*?)\)\s+FROM PUBLIC;$/gm

const inputs = (list: string): number =>
  list.trim() === '' ? 0 : list.split(',').filter((argument) => !/^\s*OUT\b/.test(argument)).length

/** The routines that the SQL of a part creates; each of them is followed by the REVOKE that names its types. */
export function listRoutines(sql: string): readonly CreatedRoutine[] {
  const defaults = new Map(
    [...sql.matchAll(CREATED)].map(([, name = '', list = '']) => [
      `${name} ${inputs(list)}`,
      list.match(/\bDEFAULT\b/g)?.length ?? 0,
    ]),
  )
  return [...sql.matchAll(REVOKED)].map(([, name = '', list = '']) => {
    const types = list.trim().replaceAll(/\s+/g, ' ')
    const most = inputs(types)
    return {
      name,
      signature: `audit.${name}(${types})`,
      most,
      fewest: most - (defaults.get(`${name} ${most}`) ?? 0),
    }
  })
}
