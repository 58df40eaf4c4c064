CREATE SCHEMA shop; CREATE SCHEMA "Odd ""Schema"""; CREATE SCHEMA "class"; CREATE SCHEMA types; CREATE SCHEMA "dotted.schema"; CREATE SCHEMA "aux"; CREATE SCHEMA "SHOP"; CREATE SCHEMA ext; CREATE SCHEMA "日本";
CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE EXTENSION isn SCHEMA ext; CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE TYPE shop.color AS ENUM ('red', 'it''s', 'say "so"', E'line\nend', '😀');
CREATE TYPE shop.empty AS ENUM ();
CREATE TYPE "Odd ""Schema""".date AS ENUM ('a');
CREATE DOMAIN shop.percent AS integer CHECK (VALUE BETWEEN 0 AND 100) CHECK (VALUE <> 13);
CREATE DOMAIN shop.firm AS shop.color NOT NULL CHECK (VALUE <> 'red');
CREATE DOMAIN shop.email AS ext.citext CHECK (VALUE ~ '@');
CREATE DOMAIN shop.short AS varchar(5);
CREATE FUNCTION shop.is_ok(integer) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 > 0;
CREATE DOMAIN shop.checked AS integer CHECK (shop.is_ok(VALUE));
CREATE DOMAIN shop.ints AS integer[];
CREATE TYPE shop.money AS (amount numeric(10,2), currency shop.short, "Odd field" shop.color, "__proto__" text);
CREATE TYPE shop.numbered AS ("2" integer, "1" text);
CREATE TYPE shop.span AS RANGE (SUBTYPE = double precision);
CREATE COLLATION shop."any case" (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
CREATE TABLE shop.items (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, color shop.color NOT NULL, colors shop.color[], pct shop.percent, firm shop.firm,
  email shop.email, nick ext.citext, tags ext.hstore, isbn ext.isbn, short shop.short, checked shop.checked, ints shop.ints, price shop.money NOT NULL, prices shop.money[],
  num shop.numbered, sp shop.span, msp shop.span_multirange, emp shop.empty, ir int4range, imr int4multirange,
  a smallint, b real, c double precision, d numeric, e numeric(10,2), f varchar(20), g char(3), h "char", i uuid, j json, k jsonb, l bytea, m date, n timestamp, o timestamptz(3), p time, q interval, r inet, s xml, t tsvector, u oid, v name, w money, x bit(3), y point, z regclass,
  aa integer[], ab uuid[], ac numeric(5,1)[], ad timestamptz[], ae information_schema.sql_identifier, af text COLLATE "C", ag text COLLATE shop."any case",
  doubled integer GENERATED ALWAYS AS (a * 2) STORED, "select" text, "First Name" text, "it's" text, "__proto__" integer, "constructor" text, "2021" integer, "a.b" text, "x as y" text, "Ünï" text, "😀" text, gone integer
);
ALTER TABLE shop.items DROP COLUMN gone;

COMMENT ON TABLE shop.items IS 'Items, it''s "all" of them.';
COMMENT ON COLUMN shop.items.id IS E'Two\nlines */ ${x} `y`.';
COMMENT ON COLUMN shop.items.a IS '   ';
CREATE TABLE "Odd ""Schema""".items (b text, a integer NOT NULL, c integer NOT NULL, d "Odd ""Schema""".date NOT NULL, UNIQUE (c, a) INCLUDE (b), UNIQUE (b), UNIQUE (a, c, d));
CREATE TABLE class.class (id integer PRIMARY KEY); CREATE TABLE class.source (id integer PRIMARY KEY); CREATE TABLE class.text (id integer PRIMARY KEY);
CREATE TABLE class."2021 totals" (id integer PRIMARY KEY); CREATE TABLE class."😀" (id integer PRIMARY KEY); CREATE TABLE class."$$" (id integer PRIMARY KEY); CREATE TABLE class."order_items" (id integer PRIMARY KEY);  CREATE TABLE class."orderItems" (id integer PRIMARY KEY); CREATE TABLE class."a.b" (id integer PRIMARY KEY);
CREATE TABLE class."OrderItems" (id integer PRIMARY KEY); CREATE TABLE class.view (id integer); CREATE TABLE class.undefined (id integer); CREATE TABLE class.empty ();
CREATE TABLE types.log (line text); CREATE UNIQUE INDEX ON types.log (lower(line));
CREATE TABLE types.partial (id integer NOT NULL); CREATE UNIQUE INDEX ON types.partial (id) WHERE id > 0;
CREATE TABLE types.parted (id integer, at date, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE types.parted_2021 PARTITION OF types.parted FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE types.parent (id integer PRIMARY KEY, x integer NOT NULL); CREATE TABLE types.child () INHERITS (types.parent);
CREATE TABLE "dotted.schema".t (id integer PRIMARY KEY);
CREATE TABLE aux.a (id integer PRIMARY KEY); CREATE TABLE "SHOP".b (id integer PRIMARY KEY); CREATE TABLE "日本"."表" ("列" integer PRIMARY KEY);
ALTER TABLE shop.items ADD whole class.class; CREATE VIEW shop.v AS SELECT id, color FROM shop.items; CREATE MATERIALIZED VIEW shop.m AS SELECT id, color FROM shop.items;
