import type { DeterminismCase } from './case.js'
import { chanceCases } from './chance-cases.js'
import { clockCases } from './clock-cases.js'
import { innocentCases } from './innocent-cases.js'
import { intervalCases } from './interval-cases.js'
import { sessionCases } from './session-cases.js'
import { timezoneCases } from './timezone-cases.js'

export type { DeterminismCase } from './case.js'

/** Types and tables that the views read, for PostgreSQL 14 to 18. */
export const tables = `
CREATE SCHEMA shop;
CREATE TYPE shop.color AS ENUM ('red', 'blue');
CREATE DOMAIN shop.workday AS date;
CREATE DOMAIN shop.percent AS integer CHECK (VALUE BETWEEN 0 AND 100);
CREATE TYPE shop.slot AS (opens timestamp with time zone, label text);
CREATE TYPE shop.pair AS (l integer, r text);
CREATE SEQUENCE shop.numbers;
CREATE TABLE shop.offer (
  id integer PRIMARY KEY, shop_id bigint, price numeric(10,2), weight double precision, title text NOT NULL,
  tags text[], is_new boolean, color shop.color, rate shop.percent, code uuid, photo bytea, sizes int4range,
  meta jsonb, raw json, note xml, cost money, kind regtype
);
CREATE TABLE shop.visit (
  id integer PRIMARY KEY, at timestamp with time zone, local timestamp without time zone, day date,
  clock time without time zone, span interval, slot tstzrange, days daterange, moments timestamp with time zone[],
  workday shop.workday
);
CREATE TABLE shop.plain (id integer, title text, day date, local timestamp without time zone, clock time);
`

export const cases: readonly DeterminismCase[] = [
  ...clockCases,
  ...chanceCases,
  ...sessionCases,
  ...timezoneCases,
  ...intervalCases,
  ...innocentCases,
]
