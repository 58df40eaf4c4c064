import { quoteLiteral } from '../../model/quote-literal.js'

/** Version of the audit schema. Raise it with every change of its tables. */
export const AUDIT_VERSION = 2

/**
 * The statement that writes down which routines were created, for the uninstallation and for `fusion doctor`.
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
