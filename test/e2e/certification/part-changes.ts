/** A change of one part of one object of `parts-scene.ts`. */
export interface PartChange {
  readonly name: string
  readonly sql: string
  /** Codes of gate A; one that takes an object away and another in says more than that one changed. */
  readonly codes?: readonly string[]
  /** The first major that has the statement. */
  readonly since?: number
}

const changed = (name: string, sql: string, since?: number): PartChange => ({
  name,
  sql,
  ...(since !== undefined && { since }),
})
const moved = (name: string, sql: string, codes: readonly string[]): PartChange => ({ name, sql, codes })

const ADDED = ['A.added', 'A.changed']
const RENAMED = ['A.added', 'A.changed', 'A.vanished']

const total = (settings: string): string =>
  `CREATE OR REPLACE AGGREGATE shop.total(int) (sfunc = shop.add, stype = int, ${settings})`
const moving = `msfunc = int4pl, minvfunc = int4mi, mstype = int, minitcond = '0'`

/** By the catalog where no statement changes just this. */
export const GUILTY: readonly PartChange[] = [
  changed(
    "a view's query",
    `DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW shop.entry AS ' || replace(pg_get_viewdef('shop.entry'::regclass), ';', ' WHERE f.n > 0'); END $$`,
  ),
  changed("a view's column name", 'ALTER VIEW shop.facts RENAME COLUMN tripled TO threefold'),
  changed("a view's security_barrier", 'ALTER VIEW shop.entry SET (security_barrier)'),
  changed("a view's security_invoker", 'ALTER VIEW shop.entry SET (security_invoker)', 15),
  changed('a rule of a view', 'CREATE RULE deletes AS ON DELETE TO shop.facts DO INSTEAD NOTHING'),
  changed('a rule that is off', `UPDATE pg_rewrite SET ev_enabled = 'D' WHERE rulename = 'updates'`),
  changed(
    'a trigger of a view',
    'CREATE TRIGGER deletes INSTEAD OF DELETE ON shop.facts FOR EACH ROW EXECUTE FUNCTION shop.refuse()',
  ),
  changed('a trigger that is off', `UPDATE pg_trigger SET tgenabled = 'D' WHERE tgname = 'writes'`),
  changed(
    "a materialized view's column name",
    'ALTER MATERIALIZED VIEW shop.stored RENAME COLUMN kept TO held',
  ),
  moved("a view's name", 'ALTER VIEW shop.facts RENAME TO data', RENAMED),
  moved("a table's name", 'ALTER TABLE up.plain RENAME TO simple', RENAMED),
  moved("a table's schema", 'CREATE SCHEMA down; ALTER TABLE up.parted SET SCHEMA down', RENAMED),
  changed('the name of a column', 'ALTER TABLE up.plain RENAME COLUMN t TO word'),
  changed(
    "a column's length",
    `UPDATE pg_attribute SET atttypmod = 34 WHERE attrelid = 'up.plain'::regclass AND attname = 't'`,
  ),
  changed(
    "a column's collation",
    `UPDATE pg_attribute SET attcollation = '"C"'::regcollation WHERE attrelid = 'up.plain'::regclass AND attname = 't'`,
  ),
  changed(
    'the expression of a stored column',
    'ALTER TABLE up.plain ALTER doubled SET EXPRESSION AS (n * 4)',
    17,
  ),
  changed('a column that is generated no more', 'ALTER TABLE up.plain ALTER doubled DROP EXPRESSION'),
  changed(
    'the expression of a virtual column',
    'ALTER TABLE up.plain ALTER tripled SET EXPRESSION AS (n * 5)',
    18,
  ),
  moved('a table that inherits', 'ALTER TABLE up.stranger INHERIT up.parent', ADDED),
  moved('a table that inherits no more', 'ALTER TABLE up.child NO INHERIT up.parent', [
    'A.changed',
    'A.vanished',
  ]),
  moved('a partition', 'CREATE TABLE up.part_2 PARTITION OF up.parted FOR VALUES FROM (100) TO (200)', ADDED),
  moved(
    "a partition's bounds",
    `ALTER TABLE up.parted DETACH PARTITION up.part_1;
    ALTER TABLE up.parted ATTACH PARTITION up.part_1 FOR VALUES FROM (0) TO (50)`,
    ['A.changed'],
  ),
  moved('row security', 'ALTER TABLE up.parent ENABLE ROW LEVEL SECURITY', ['A.changed', 'A2.session']),
  changed(
    "a function's body",
    'CREATE OR REPLACE FUNCTION shop.f(x int, y int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE RETURN x - y',
  ),
  changed(
    "a function's source",
    `CREATE OR REPLACE FUNCTION shop.opaque(x int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN x + 1; END'`,
  ),
  changed(
    "a function's default",
    'CREATE OR REPLACE FUNCTION shop.f(x int, y int DEFAULT 2) RETURNS int LANGUAGE sql IMMUTABLE RETURN x + y',
  ),
  changed(
    "a function's argument name",
    `UPDATE pg_proc SET proargnames = '{value}' WHERE oid = 'shop.opaque(int)'::regprocedure`,
  ),
  changed(
    "a function's language",
    `UPDATE pg_proc SET prolang = 12 WHERE oid = 'shop.opaque(int)'::regprocedure`,
  ),
  changed(
    "a function's result",
    `UPDATE pg_proc SET proretset = true WHERE oid = 'shop.opaque(int)'::regprocedure`,
  ),
  changed(
    "a function's binary",
    `UPDATE pg_proc SET probin = 'other' WHERE oid = 'shop.opaque(int)'::regprocedure`,
  ),
  changed(
    "a function's support function",
    `UPDATE pg_proc SET prosupport = 'generate_series_int4_support' WHERE oid = 'shop.opaque(int)'::regprocedure`,
  ),
  changed("a function's volatility", 'ALTER FUNCTION shop.f STABLE'),
  changed("a function's strictness", 'ALTER FUNCTION shop.f STRICT'),
  changed("a function's security", 'ALTER FUNCTION shop.f SECURITY DEFINER'),
  changed("a function's setting", `ALTER FUNCTION shop.f SET search_path = ''`),
  changed("a function's leakproofness", 'ALTER FUNCTION shop.f LEAKPROOF'),
  moved("a function's name", 'ALTER FUNCTION shop.f RENAME TO g', RENAMED),
  changed("an aggregate's INITCOND", total(`finalfunc = shop.last, initcond = '7', ${moving}`)),
  changed(
    "an aggregate's MINITCOND",
    total(`finalfunc = shop.last, initcond = '0', ${moving.replace("'0'", "'7'")}`),
  ),
  changed(
    "an aggregate's combining",
    total(`finalfunc = shop.last, initcond = '0', combinefunc = int4pl, ${moving}`),
  ),
  changed(
    "an aggregate's modifying",
    total(`finalfunc = shop.last, finalfunc_modify = shareable, initcond = '0', ${moving}`),
  ),
  moved("an aggregate's last function", total(`initcond = '0', ${moving}`), ['A.changed', 'A.vanished']),
  changed(
    "an aggregate's sort operator",
    total(`finalfunc = shop.last, initcond = '0', sortop = <, ${moving}`),
  ),
  changed(
    'the body of a function of an aggregate',
    'CREATE OR REPLACE FUNCTION shop.last(a int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + 1',
  ),
  changed("a domain's check", 'ALTER DOMAIN shop.small ADD CHECK (VALUE <> 77)'),
  changed("a domain's check that is validated", 'ALTER DOMAIN shop.small VALIDATE CONSTRAINT at_most'),
  changed("a domain's NOT NULL", 'ALTER DOMAIN shop.small SET NOT NULL'),
  changed('the check of the domain below', 'ALTER DOMAIN shop.base ADD CHECK (VALUE <> 77)'),
  changed("an enum's label", `ALTER TYPE shop.letter RENAME VALUE 'a' TO 'z'`),
  changed("an enum's order", `UPDATE pg_enum SET enumsortorder = 9 WHERE enumlabel = 'a'`),
  changed("a row type's columns", 'ALTER TYPE shop.pair ADD ATTRIBUTE z int'),
  changed("a row type's column name", 'ALTER TYPE shop.pair RENAME ATTRIBUTE y TO yy'),
  changed("a range's difference", `UPDATE pg_range SET rngsubdiff = 0 WHERE rngtypid = 'shop.span'::regtype`),
  changed(
    "a collation's version",
    `UPDATE pg_collation SET collversion = '0' WHERE oid = 'shop.sorting'::regcollation`,
  ),
  changed(
    "a collation's locale",
    `UPDATE pg_collation SET collcollate = 'POSIX' WHERE oid = 'shop.sorting'::regcollation`,
  ),
  changed(
    'what an operator claims to be',
    `UPDATE pg_operator SET oprcanhash = true WHERE oid = 'shop.===(int,int)'::regoperator`,
  ),
  changed(
    'the function of the opposite operator',
    'CREATE OR REPLACE FUNCTION shop.differs(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN true',
  ),
  moved(
    'the function of an operator',
    `UPDATE pg_operator SET oprcode = 'shop.differs' WHERE oid = 'shop.===(int,int)'::regoperator`,
    ['A.changed', 'A.vanished'],
  ),
]

/** Nothing of which a reader could notice. */
export const HARMLESS: readonly (readonly [name: string, sql: string])[] = [
  [
    'comments',
    `COMMENT ON VIEW shop.facts IS 'x'; COMMENT ON COLUMN up.plain.n IS 'x'; COMMENT ON FUNCTION shop.f IS 'x';
     COMMENT ON TYPE shop.letter IS 'x'; COMMENT ON COLLATION shop.sorting IS 'x'`,
  ],
  [
    'privileges',
    'GRANT SELECT ON shop.facts, up.plain TO PUBLIC; GRANT EXECUTE ON FUNCTION shop.f TO PUBLIC',
  ],
  [
    'an owner',
    'ALTER VIEW shop.facts OWNER TO parts_certifier; ALTER FUNCTION shop.f OWNER TO parts_certifier',
  ],
  ['ANALYZE', 'ANALYZE'],
  [
    'statistics',
    'CREATE STATISTICS up.s ON id, n FROM up.plain; ALTER TABLE up.plain ALTER n SET STATISTICS 7',
  ],
  ['an index', 'CREATE INDEX ON up.plain (n); CREATE INDEX ON shop.stored (id)'],
  [
    'storage',
    'ALTER TABLE up.plain SET (fillfactor = 70); ALTER MATERIALIZED VIEW shop.stored SET (fillfactor = 70)',
  ],
  ['a new column', 'ALTER TABLE up.plain ADD COLUMN more int DEFAULT 1'],
  ['a column that nobody reads, dropped', 'ALTER TABLE up.plain DROP COLUMN unread'],
  ['a column that nobody reads, retyped', 'ALTER TABLE up.plain ALTER unread TYPE text'],
  ['a column that nobody reads, renamed', 'ALTER TABLE up.plain RENAME COLUMN other TO others'],
  ['a default', 'ALTER TABLE up.plain ALTER n SET DEFAULT 5; ALTER DOMAIN shop.small SET DEFAULT 5'],
  ['a constraint', 'ALTER TABLE up.plain ADD CHECK (n < 1000)'],
  [
    'a trigger and a rule of a table',
    `CREATE TRIGGER t BEFORE INSERT ON up.plain FOR EACH ROW EXECUTE FUNCTION shop.refuse();
     CREATE RULE r AS ON DELETE TO up.plain DO INSTEAD NOTHING`,
  ],
  ['what the planner is told', 'ALTER FUNCTION shop.f COST 77'],
  ['a function of the same name', 'CREATE FUNCTION shop.f(x text) RETURNS text LANGUAGE sql RETURN x'],
  ['a view of somebody else', 'CREATE VIEW up.over AS SELECT *, unread AS again FROM up.plain'],
  ['a refresh', 'REFRESH MATERIALIZED VIEW shop.stored'],
  [
    'settings of the session',
    `SET LOCAL TimeZone = 'Asia/Tokyo'; SET LOCAL DateStyle = 'German'; SET LOCAL quote_all_identifiers = on; SET LOCAL search_path = shop, up`,
  ],
]
