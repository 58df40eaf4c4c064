import { quoteLiteral } from '../../model/quote-literal.js'

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

/** The routines that the SQL of a part creates. Each must be followed by a REVOKE that names its argument types. */
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

/** Version of the audit schema. Raise it with every change of its tables. */
export const AUDIT_VERSION = 2

/**
 * The statement that records which routines were created, for the uninstallation and for `fusion doctor`.
 *
 * @param signatures as `regprocedure` reads them.
 */
export const recordRoutines = (
  signatures: readonly string[],
): string => `INSERT INTO audit.t0_installed (kind, name, detail)
SELECT 'function', r.signature::regprocedure::text, NULL FROM unnest(ARRAY[
  ${signatures.map(quoteLiteral).join(',\n  ')}
]) AS r (signature)
UNION ALL SELECT 'version', 'audit', '${AUDIT_VERSION}'
ON CONFLICT (kind, name) DO UPDATE SET detail = excluded.detail;`
