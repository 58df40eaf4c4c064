-- The upstream contract: tables that the store reads and never writes. The tables are created without IF NOT EXISTS, so
-- that generated rows are never added to real ones.
CREATE SCHEMA IF NOT EXISTS market;

CREATE TABLE market.listings (
  listing_id  bigint PRIMARY KEY,
  model_text  text,
  postal_code text,
  price       integer,
  listed_at   timestamptz,
  recorded_at timestamptz NOT NULL
);

CREATE TABLE market.sales (
  listing_id  bigint PRIMARY KEY,
  sold_at     timestamptz NOT NULL,
  sold_price  integer,
  recorded_at timestamptz NOT NULL
);

CREATE TABLE market.postal_districts (
  postal_code text NOT NULL,
  valid_from  timestamptz NOT NULL,
  revision    integer NOT NULL,
  district    text,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (postal_code, valid_from, revision)
);

CREATE TABLE market.district_incomes (
  district      text NOT NULL,
  snapshot_at   timestamptz NOT NULL,
  revision      integer NOT NULL,
  median_income integer,
  households    integer,
  recorded_at   timestamptz NOT NULL,
  PRIMARY KEY (district, snapshot_at, revision)
);

CREATE TABLE market.districts (
  district text PRIMARY KEY,
  region   text NOT NULL
);
