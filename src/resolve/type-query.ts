import { exactTypes, floatTypes } from '../model/determinism-rules.js'
import { quoteLiteral } from '../model/quote-literal.js'
import type { CatalogType, TypePart } from './catalogs.js'

/** A built-in type of one of these names. */
const isNamed = (names: readonly string[]): string =>
  `(t.typnamespace = 'pg_catalog'::regnamespace AND t.typname IN (${names.map(quoteLiteral).join(', ')}))`

/**
 * The types with the base types that their values contain, through domains, arrays, ranges and rows. Only includes base
 * types whose input or output function is not immutable, and floating-point types, whose digits depend on the session.
 * Enums are not included, because their labels do not vary.
 */
export const typeQuery = (oids: string): string => `
  WITH RECURSIVE domain (type, base, not_null) AS (
    SELECT oid, typbasetype, typnotnull FROM pg_type WHERE oid = ANY (${oids})
    UNION ALL
    SELECT d.type, t.typbasetype, t.typnotnull FROM domain d JOIN pg_type t ON t.oid = d.base
  ),
  made_of (type, part, in_range) AS (
    SELECT oid, oid, false FROM pg_type WHERE oid = ANY (${oids})
    UNION
    SELECT m.type, of.part, m.in_range OR t.typtype IN ('r', 'm')
    FROM made_of m JOIN pg_type t ON t.oid = m.part
    CROSS JOIN LATERAL (
      SELECT t.typbasetype WHERE t.typtype = 'd'
      UNION ALL SELECT t.typelem WHERE t.typinput = 'pg_catalog.array_in'::regproc
      UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE t.oid IN (r.rngtypid, r.rngmultitypid)
      UNION ALL SELECT a.atttypid FROM pg_attribute a
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ) AS of (part)
  ),
  fickle (type, parts) AS (
    SELECT m.type, json_agg(json_build_array(
      CASE WHEN n.nspname = 'pg_catalog' THEN t.typname ELSE n.nspname || '.' || t.typname END,
      i.provolatile <> 'i', o.provolatile <> 'i', m.in_range) ORDER BY n.nspname, t.typname, m.in_range)
    FROM made_of m JOIN pg_type t ON t.oid = m.part JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_proc i ON i.oid = t.typinput JOIN pg_proc o ON o.oid = t.typoutput
    WHERE t.typtype IN ('b', 'p') AND t.typinput <> 'pg_catalog.array_in'::regproc
      AND (i.provolatile <> 'i' OR o.provolatile <> 'i' OR ${isNamed(floatTypes)})
    GROUP BY m.type
  )
  SELECT json_agg(json_build_array(d.type::int8, format_type(d.type, NULL), d.not_null, coalesce(f.parts, '[]'),
    EXISTS (SELECT FROM pg_type t WHERE t.oid = d.type AND (t.typtype = 'e' OR ${isNamed(exactTypes)})),
    (SELECT t.typbasetype::int8 FROM pg_type t WHERE t.oid = d.type)))::text AS rows
  FROM (SELECT type, bool_or(not_null) AS not_null FROM domain GROUP BY type) AS d LEFT JOIN fickle f USING (type)`

/** A row of the query. */
export type TypeRow = [
  oid: number,
  name: string,
  notNullDomain: boolean,
  parts: [name: string, reads: boolean, writes: boolean, inRange: boolean][],
  isExact: boolean,
  base: number,
]

export const toType = ([oid, name, notNullDomain, parts, isExact, base]: TypeRow): [number, CatalogType] => [
  oid,
  {
    name,
    notNullDomain,
    isExact,
    base,
    parts: parts.map(([part, reads, writes, inRange]): TypePart => ({ name: part, reads, writes, inRange })),
  },
]
