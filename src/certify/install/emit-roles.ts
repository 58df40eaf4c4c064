import type { CompiledCertification } from '../../model/certification.js'
import { dollarQuoted } from '../../model/dollar-quote.js'
import { guardFunction } from '../../model/guard-function.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import { runnerName } from './sql-text.js'

/** Tables of this system only. */
const TABLES = [
  't0_entrypoint',
  't0_cert_event',
  't0_cert_seal',
  't0_verdict',
  't0_definition_server',
  't0_day_rows',
  't0_replaced',
  't0_installed',
]
  .map((table) => `audit.${table}`)
  .join(', ')

/** Roles belong to the whole server. An existing role is used as it is. */
const ensureRole = (
  role: string,
): string => `  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${quoteLiteral(role)}) THEN
    CREATE ROLE ${quoteIdentifier(role)} NOLOGIN;
  END IF;`

/** What the certifier may call for stored relations: a refresh only makes rows what their view says. */
const STORED = [
  'FUNCTION audit.stored_status(), audit.stored_differences(text), audit.refresh_order(text[])',
  'FUNCTION audit.refresh_one(text, boolean), audit.refresh_plan(text, boolean)',
  'PROCEDURE audit.refresh_stored(text[], boolean)',
]

/**
 * The two roles of a store and their privileges.
 *
 * @param hasStored whether the project has stored relations.
 */
export function emitRoles(certified: CompiledCertification, hasStored: boolean): string {
  const { trainer, certifier } = certified.roles
  const [asTrainer, asCertifier] = [quoteIdentifier(trainer), quoteIdentifier(certifier)]
  const views = [certified.entrypoint, ...certified.aliases]
  const columns = [...new Set([...certified.key, certified.t0])].map(quoteIdentifier).join(', ')
  const readSchemas = [
    ...new Set([certified.guarded, certified.entrypoint].map(({ schema }) => quoteIdentifier(schema))),
  ].join(', ')
  const schemas = [...new Set(views.map(({ schema }) => quoteIdentifier(schema)))].join(', ')
  const body = `BEGIN\n${[...new Set([trainer, certifier])].map(ensureRole).join('\n')}
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION 'the roles of the store do not exist and % may not create them', current_user
    USING ERRCODE = 'insufficient_privilege',
      HINT = ${quoteLiteral(`Have somebody with CREATEROLE run: CREATE ROLE ${asTrainer} NOLOGIN; CREATE ROLE ${asCertifier} NOLOGIN;`)};
END`
  const stored = hasStored ? storedGrants(asCertifier) : ''
  const guard = `${quoteRelation(guardFunction)}(${guardFunction.arguments})`
  return `DO ${dollarQuoted('roles', body)};

-- Neither role may write what a verdict depends on, whatever was granted before. Tables, functions and schemas of other
-- systems keep their privileges, except that both may use the schema.
REVOKE ALL ON ${TABLES} FROM PUBLIC, ${asTrainer}, ${asCertifier};
DO ${dollarQuoted('shared', sharedGrants(trainer, certifier))};

-- The trainer reads the guarded view. A view calls its functions with the privileges of its reader, hence EXECUTE on the
-- guard. Of the entrypoint it reads keys and T0 alone, to choose rows by their days, and the certificate.
GRANT USAGE ON SCHEMA ${readSchemas} TO ${asTrainer};
GRANT SELECT ON ${quoteRelation(certified.guarded)} TO ${asTrainer};
GRANT SELECT (${columns}) ON ${quoteRelation(certified.entrypoint)} TO ${asTrainer};
GRANT EXECUTE ON FUNCTION ${guard}, audit._certificate(text) TO ${asTrainer};

-- The certifier runs certification and reads its input and its results.
GRANT USAGE ON SCHEMA ${schemas} TO ${asCertifier};
GRANT SELECT ON ${TABLES} TO ${asCertifier};
GRANT SELECT ON ${views.map(quoteRelation).join(', ')} TO ${asCertifier};
GRANT EXECUTE ON PROCEDURE ${runnerName(certified)}(int, boolean) TO ${asCertifier};
GRANT EXECUTE ON PROCEDURE audit.capture_dataset_baseline(text, int, boolean) TO ${asCertifier};
GRANT EXECUTE ON FUNCTION ${guard}, audit._require_certified(text, interval), audit._verdict(text), audit._certificate(text) TO ${asCertifier};${stored}`
}

/** Optional files may install stored relations later, or not at all. */
function storedGrants(certifier: string): string {
  const grants = STORED.map((routines) => `\n    GRANT EXECUTE ON ${routines} TO ${certifier};`).join('')
  const body = `BEGIN
  IF to_regprocedure('audit.forget_stored(text)') IS NOT NULL THEN${grants}
  END IF;
END`
  return `\nDO ${dollarQuoted('stored', body)};`
}

/** Grants on the schema, tables and functions, where this system created them. */
const sharedGrants = (trainer: string, certifier: string): string => `DECLARE
  v_role text;
  v_table text;
  v_is_ours boolean := EXISTS (SELECT FROM audit.t0_installed i WHERE i.kind = 'schema');
BEGIN
  FOREACH v_role IN ARRAY ARRAY[${quoteLiteral(trainer)}, ${quoteLiteral(certifier)}] LOOP
    IF v_is_ours THEN
      EXECUTE format('REVOKE CREATE ON SCHEMA audit FROM %I', v_role);
    END IF;
    FOR v_table IN SELECT i.name FROM audit.t0_installed i WHERE i.kind = 'table' LOOP
      EXECUTE format('REVOKE ALL ON audit.%I FROM %I', v_table, v_role);
    END LOOP;
  END LOOP;
  FOR v_table IN SELECT i.name FROM audit.t0_installed i WHERE i.kind = 'table' LOOP
    EXECUTE format('GRANT SELECT ON audit.%I TO %I', v_table, ${quoteLiteral(certifier)});
  END LOOP;
  FOREACH v_role IN ARRAY ARRAY[${quoteLiteral(trainer)}, ${quoteLiteral(certifier)}] LOOP
    IF NOT has_schema_privilege(v_role, 'audit', 'USAGE') THEN
      EXECUTE format('GRANT USAGE ON SCHEMA audit TO %I', v_role);
      INSERT INTO audit.t0_installed (kind, name) VALUES ('usage', v_role) ON CONFLICT DO NOTHING;
    END IF;
  END LOOP;
  -- Public functions that are ours and serve no other system.
  FOR v_table IN
    SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = 'audit'::regnamespace AND p.proname IN ('require_certified', 'require_certified_strict')
      AND p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'] AND p.prosrc LIKE '%audit.\\_require\\_certified%'
      AND p.prosrc NOT LIKE '%audit.\\_declared(%' AND oidvectortypes(p.proargtypes) = 'text, interval'
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', v_table, ${quoteLiteral(certifier)});
    IF v_table LIKE '%strict%' THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', v_table, ${quoteLiteral(trainer)});
    END IF;
  END LOOP;
END`
