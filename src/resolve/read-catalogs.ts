import type { CatalogFunction, CatalogOperator, Catalogs } from './catalogs.js'
import { embeddedExtensions } from '../model/embedded-extensions.js'
import { quoteLiteral } from '../model/quote-literal.js'
import type { ResolveSession } from './session.js'
import type { ReferencedOids } from '../pgtree/index.js'
import { toType, typeQuery, type TypeRow } from './type-query.js'

/** OIDs below this were assigned by initdb, so the object is built in. */
const firstNormalObjectId = 16384

/** `format_type` of each, so that a signature reads as the documentation writes it. */
const signatureOf = (types: string): string =>
  `(SELECT coalesce(string_agg(format_type(t.oid, NULL), ',' ORDER BY t.ord), '')
     FROM unnest(${types}) WITH ORDINALITY AS t (oid, ord))`

/** Whether an object is built in or belongs to a bundled extension of Postgres. */
const isTrusted = (catalog: string, oid: string): string =>
  `(${oid} < ${firstNormalObjectId} OR EXISTS (SELECT FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.refclassid = 'pg_extension'::regclass
      AND d.deptype = 'e' AND e.extname IN (${embeddedExtensions.map(quoteLiteral).join(', ')})))`

/**
 * The rows as one JSON text: the client parses it at once instead of cell by cell.
 *
 * A comparison is a member of a B-tree or hash operator family or the negator of one: those families are written so
 * that two values always compare, and `<>` is in none of them but is the negator of `=`. Anybody can make a family;
 * only those of Postgres and its extensions count.
 */
const functionQuery = (oids: string): string => `
  SELECT json_agg(json_build_array(p.oid::int8, n.nspname, p.proname, ${signatureOf('p.proargtypes')}, p.prokind,
    p.oid < ${firstNormalObjectId} AND n.nspname = 'pg_catalog', p.proisstrict, p.proretset, p.provolatile,
    ${isTrusted('pg_proc', 'p.oid')} AND EXISTS (SELECT FROM pg_operator o JOIN pg_amop a ON a.amopopr IN (o.oid, o.oprnegate)
      WHERE o.oprcode = p.oid AND ${isTrusted('pg_opfamily', 'a.amopfamily')} AND a.amopmethod IN (SELECT am.oid FROM pg_am am WHERE am.amname IN ('btree', 'hash'))),
    EXISTS (SELECT FROM pg_cast c WHERE c.castfunc = p.oid AND c.oid < ${firstNormalObjectId}),
    (SELECT l.lanname FROM pg_language l WHERE l.oid = p.prolang)))::text AS rows
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.oid = ANY (${oids})`

const operatorQuery = (oids: string): string => `
  SELECT json_agg(json_build_array(o.oid::int8, n.nspname, o.oprname,
    CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ',' || format_type(o.oprright, NULL),
    o.oid < ${firstNormalObjectId} AND n.nspname = 'pg_catalog', o.oprcode::oid::int8))::text AS rows
  FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
  WHERE o.oid = ANY (${oids})`

const relationQuery = (oids: string): string => `
  SELECT json_agg(json_build_array(c.oid::int8, n.nspname, c.relname,
    (SELECT coalesce(json_agg(a.attname ORDER BY a.attnum), '[]') FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0)))::text AS rows
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = ANY (${oids})`

const read = async <Row>(
  session: ResolveSession,
  queryOf: (oids: string) => string,
  oids: Iterable<number>,
): Promise<Row[]> => {
  const list = [...oids].toSorted((a, b) => a - b)
  if (list.length === 0) return []
  const [result] = await session.query<{ rows: string | null }>(queryOf(`ARRAY[${list.join(',')}]::oid[]`))
  return JSON.parse(result?.rows ?? '[]') as Row[]
}

type OperatorRow = [number, string, string, string, boolean, number]
type FunctionRow = [
  number,
  string,
  string,
  string,
  string,
  boolean,
  boolean,
  boolean,
  string,
  boolean,
  boolean,
  string,
]

const kinds: Readonly<Record<string, CatalogFunction['kind']>> = {
  a: 'aggregate',
  w: 'window',
  p: 'procedure',
}
const volatilities: Readonly<Record<string, CatalogFunction['volatility']>> = { i: 'immutable', s: 'stable' }

const toFunction = (row: FunctionRow): [number, CatalogFunction] => {
  const [
    oid,
    schema,
    name,
    signature,
    kind,
    builtIn,
    strict,
    returnsSet,
    volatility,
    comparison,
    cast,
    language,
  ] = row
  const found: CatalogFunction = {
    schema,
    name,
    signature,
    kind: kinds[kind] ?? 'function',
    builtIn,
    strict,
    returnsSet,
    volatility: volatilities[volatility] ?? 'volatile',
    language,
    comparison,
    cast: builtIn && cast,
  }
  return [oid, found]
}

/** A lookup of nothing. */
export const NO_CATALOGS: Catalogs = {
  functions: new Map(),
  operators: new Map(),
  types: new Map(),
  relations: new Map(),
}

/**
 * Looks up what the trees mention. An operator's function is looked up with it, so operators come first.
 *
 * @param known what was looked up before, or is known otherwise; it is in the result.
 */
export const readCatalogs = async (
  session: ResolveSession,
  oids: ReferencedOids,
  known: Catalogs = NO_CATALOGS,
): Promise<Catalogs> => {
  // As in the gates: names of objects that are not built in are qualified.
  await session.exec(`SET search_path = ''`)
  const operatorRows = await read<OperatorRow>(
    session,
    operatorQuery,
    unknown(oids.operators, known.operators),
  )
  const operators = new Map<number, CatalogOperator>(
    operatorRows.map(([oid, schema, name, signature, builtIn, fn]) => [
      oid,
      { schema, name, signature, builtIn, function: fn },
    ]),
  )
  const called = new Set([...oids.functions, ...[...operators.values()].map((o) => o.function)])
  const functions = await read<FunctionRow>(session, functionQuery, unknown(called, known.functions))
  const types = await read<TypeRow>(session, typeQuery, unknown(oids.types, known.types))
  const relations = await read<[number, string, string, string[]]>(
    session,
    relationQuery,
    unknown(oids.relations, known.relations),
  )
  await session.exec('RESET search_path')
  return {
    ...known,
    functions: new Map([...known.functions, ...functions.map(toFunction)]),
    operators: new Map([...known.operators, ...operators]),
    types: new Map([...known.types, ...types.map(toType)]),
    relations: new Map([
      ...known.relations,
      ...relations.map(([oid, schema, name, columns]) => [oid, { schema, name, columns }] as const),
    ]),
  }
}

const unknown = (oids: ReadonlySet<number>, known: ReadonlyMap<number, unknown>): readonly number[] =>
  [...oids].filter((oid) => !known.has(oid))
