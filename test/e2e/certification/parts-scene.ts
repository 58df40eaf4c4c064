import { certificationArtifacts } from '../../../src/certify/install/index.js'
import { readAuditPart } from '../../../src/postgres/own-sql.js'
import type { Client } from '../../support/certified-store.js'

const relation = (name: string) => ({ schema: 'shop', name })

/** A store of three rows over one of each kind of object that a store can be made of. */
const files = certificationArtifacts(
  {
    name: 'parts',
    types: [],
    sources: [],
    views: [],
    files: [],
    reader: { int8: 'string', numeric: 'string' },
    certifications: [
      {
        entrypoint: relation('entry'),
        t0: 'day',
        key: ['id'],
        aliases: [relation('read')],
        guarded: relation('read'),
        checked: relation('entry'),
        contract: 'SELECT id FROM shop.entry',
        invariants: [],
        maxAge: '24 hours',
        baselineDays: 7,
        procedure: 'run_parts',
        roles: { trainer: 'parts_trainer', certifier: 'parts_certifier' },
        allowedFunctions: ['shop.opaque(integer)'],
        t0Features: { settled: "It's meant." },
        moments: {},
        drift: { policy: 'allow' },
        ordered: [],
        place: {},
      },
    ],
  },
  readAuditPart,
)

const sql = (number: string): string =>
  files.find(({ path }) => path.startsWith(`sql/${number}_`))?.text ?? ''

const tables = (major: number): string => `
  CREATE SCHEMA up;
  CREATE SCHEMA shop;
  CREATE COLLATION shop.sorting (provider = libc, locale = 'C');
  CREATE TABLE up.plain (
    id int PRIMARY KEY, day date, n int, t varchar(20) COLLATE shop.sorting, unread int, other text,
    doubled int GENERATED ALWAYS AS (n * 2) STORED
    ${major >= 18 ? ', tripled int GENERATED ALWAYS AS (n * 3) VIRTUAL' : ''});
  CREATE TABLE up.parent (id int, n int);
  CREATE TABLE up.child () INHERITS (up.parent);
  CREATE TABLE up.stranger (id int, n int);
  CREATE TABLE up.parted (id int, n int) PARTITION BY RANGE (id);
  CREATE TABLE up.part_1 PARTITION OF up.parted FOR VALUES FROM (0) TO (100);
  INSERT INTO up.plain (id, day, n, t) SELECT g, date '2024-01-01' + g, g, 'x' FROM generate_series(1, 3) g;`

const objects = `
  CREATE FUNCTION shop.f(x int, y int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE RETURN x + y;
  CREATE FUNCTION shop.opaque(x int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN x; END';
  CREATE FUNCTION shop.add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + b;
  CREATE FUNCTION shop.last(a int) RETURNS int LANGUAGE sql IMMUTABLE RETURN a;
  CREATE AGGREGATE shop.total(int) (sfunc = shop.add, stype = int, finalfunc = shop.last, initcond = '0',
    msfunc = int4pl, minvfunc = int4mi, mstype = int, minitcond = '0');
  CREATE TYPE shop.letter AS ENUM ('a', 'b');
  CREATE TYPE shop.pair AS (x int, y text);
  CREATE TYPE shop.span AS RANGE (subtype = float8, subtype_diff = float8mi);
  CREATE DOMAIN shop.base AS int CHECK (VALUE > -1000);
  CREATE DOMAIN shop.small AS shop.base;
  ALTER DOMAIN shop.small ADD CONSTRAINT at_most CHECK (VALUE < 1000) NOT VALID;
  CREATE FUNCTION shop.same(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a = b;
  CREATE FUNCTION shop.differs(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN a <> b;
  CREATE OPERATOR shop.=== (leftarg = int, rightarg = int, function = shop.same, negator = OPERATOR(shop.!==));
  CREATE OPERATOR shop.!== (leftarg = int, rightarg = int, function = shop.differs, negator = OPERATOR(shop.===));`

const views = (major: number): string => `
  CREATE VIEW shop.facts AS
    SELECT p.id, p.day, p.n, p.doubled, p.t, shop.f(p.n) AS f, shop.opaque(p.n) AS opaque,
      (SELECT shop.total(x.n ORDER BY x.n) FROM up.parent x) AS total, (SELECT count(*) FROM up.parted q WHERE q.n > 0) AS parts,
      'b'::shop.letter > 'a' AS letter, (ROW (p.n, 'x')::shop.pair).x AS pair, upper('[1,2)'::shop.span) AS span,
      p.n::shop.small::int AS small, p.t < 'b' COLLATE shop.sorting AS sorted, p.n OPERATOR(shop.===) 1 AS same,
      timestamptz '2024-01-01 12:00:00+00' < timestamptz '2024-06-01 12:00:00+00' AS settled,
      ${major >= 18 ? 'p.tripled' : 'p.n'} AS tripled
    FROM up.plain p;
  CREATE FUNCTION shop.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER writes INSTEAD OF INSERT ON shop.facts FOR EACH ROW EXECUTE FUNCTION shop.refuse();
  CREATE RULE updates AS ON UPDATE TO shop.facts DO INSTEAD NOTHING;
  CREATE MATERIALIZED VIEW shop.stored AS SELECT id, n AS kept FROM up.plain;
  CREATE VIEW shop.entry AS SELECT f.*, m.kept FROM shop.facts f JOIN shop.stored m USING (id);
  CREATE VIEW shop.read AS SELECT e.id, e.f, e.total FROM shop.entry e
    WHERE (SELECT audit.require_certified_strict('shop.entry', NULL));`

/** Makes the store and certifies it. */
export async function makeScene(client: Client, major: number): Promise<void> {
  await client.query(sql('00'))
  await client.query(tables(major) + objects + views(major))
  for (const number of ['03', '05']) await client.query(sql(number))
  await client.query(`CALL audit.capture_dataset_baseline('shop.entry', 7); CALL audit.run_parts()`)
}

/** The audit schema again, as an upgrade would. */
export const auditFiles = (): readonly string[] => [sql('00'), sql('03'), sql('05')]
