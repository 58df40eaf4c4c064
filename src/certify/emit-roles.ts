import type { CompiledCertification } from '../model/certification.js'
import { dollarQuoted } from '../model/dollar-quote.js'
import { guardFunction } from '../model/guard-function.js'
import { quoteIdentifier, quoteRelation } from '../model/quote-identifier.js'
import { quoteLiteral } from '../model/quote-literal.js'
import { runnerName } from './sql-names.js'

const TABLES = [
  't0_cert_registry',
  't0_viewdef_baseline',
  't0_dataset_hash_baseline',
  't0_entrypoint',
  't0_cert_event',
  't0_cert_seal',
]
  .map((table) => `audit.${table}`)
  .join(', ')

/** A role is made for a whole server; one that exists is taken as it is. */
const ensureRole = (
  role: string,
): string => `  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role)}) THEN
    CREATE ROLE ${quoteIdentifier(role)} NOLOGIN;
  END IF;`

/** The two roles of a store and what they may do, which is little. */
export function emitRoles(certified: CompiledCertification): string {
  const { trainer, certifier } = certified.roles
  const [asTrainer, asCertifier] = [quoteIdentifier(trainer), quoteIdentifier(certifier)]
  const views = [certified.entrypoint, ...certified.aliases]
  const schemas = [...new Set(views.map(({ schema }) => quoteIdentifier(schema)))].join(', ')
  const body = `BEGIN\n${[...new Set([trainer, certifier])].map(ensureRole).join('\n')}
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION 'the roles of the store do not exist and % may not create them', current_user
    USING ERRCODE = 'insufficient_privilege',
      HINT = ${quoteLiteral(`Have somebody with CREATEROLE run: CREATE ROLE ${asTrainer} NOLOGIN; CREATE ROLE ${asCertifier} NOLOGIN;`)};
END`
  return `DO ${dollarQuoted('roles', body)};

-- Neither writes what a verdict rests on, whatever was granted before.
REVOKE ALL ON ${TABLES} FROM PUBLIC, ${asTrainer}, ${asCertifier};
REVOKE CREATE ON SCHEMA audit FROM ${asTrainer}, ${asCertifier};

-- The trainer reads the guarded view. A view calls its functions as whoever reads it, hence EXECUTE on the guard.
GRANT USAGE ON SCHEMA ${quoteIdentifier(certified.guarded.schema)} TO ${asTrainer};
GRANT SELECT ON ${quoteRelation(certified.guarded)} TO ${asTrainer};
GRANT EXECUTE ON FUNCTION ${quoteRelation(guardFunction)}(${guardFunction.arguments}) TO ${asTrainer};

-- The certifier runs certification, and reads what it is about and what came of it.
GRANT USAGE ON SCHEMA audit, ${schemas} TO ${asCertifier};
GRANT SELECT ON ${TABLES} TO ${asCertifier};
GRANT SELECT ON ${views.map(quoteRelation).join(', ')} TO ${asCertifier};
GRANT EXECUTE ON PROCEDURE ${runnerName(certified)}(int, boolean) TO ${asCertifier};
GRANT EXECUTE ON PROCEDURE audit.capture_dataset_baseline(text, int, boolean) TO ${asCertifier};
GRANT EXECUTE ON FUNCTION audit.require_certified(text, interval) TO ${asCertifier};
GRANT EXECUTE ON FUNCTION ${quoteRelation(guardFunction)}(${guardFunction.arguments}) TO ${asCertifier};`
}
