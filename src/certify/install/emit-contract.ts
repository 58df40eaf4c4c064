import type { CompiledCertification } from '../../model/certification.js'
import { dollarQuoted } from '../../model/dollar-quote.js'
import type { OpenContract } from '../open-contracts.js'
import { promiseQuery } from '../promise-query.js'
import { contractName } from './sql-text.js'

/**
 * The function that counts a store's promises in one pass. Its body is a string on purpose: a body in SQL-standard form
 * would keep the views from being dropped and created again.
 *
 * @param open invariants of what it reads that are checked with its own.
 * @param path Search path under which the views are created, so that their operators are found here too.
 */
export function emitContract(
  certified: CompiledCertification,
  open: readonly OpenContract[],
  path: string,
): string {
  const name = contractName(certified)
  return `CREATE OR REPLACE FUNCTION ${name}() RETURNS jsonb
LANGUAGE sql STABLE SET search_path = ${path}
-- The T0 in the key of an example is written the same in every session.
SET TimeZone = 'UTC' SET DateStyle = 'ISO, MDY'
AS ${dollarQuoted('contract', promiseQuery(certified, open))};
REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC;`
}
