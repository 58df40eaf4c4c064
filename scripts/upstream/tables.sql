-- The upstream contract: tables that the store reads and never writes. The tables are created without IF NOT EXISTS, so
-- that generated rows are never added to real ones.
CREATE SCHEMA IF NOT EXISTS "iPhone";
CREATE SCHEMA IF NOT EXISTS ml;

CREATE TABLE "iPhone".iphone_listings (
  generation     integer NOT NULL,
  listing_id     bigint NOT NULL,
  spam           text,
  damage_ai_json jsonb,
  edited_date    timestamptz,
  PRIMARY KEY (generation, listing_id)
);

CREATE TABLE ml.iphone_image_features_v1 (
  generation               integer NOT NULL,
  listing_id               bigint NOT NULL,
  image_index              integer NOT NULL,
  feature_version          integer NOT NULL,
  damage_done              boolean,
  is_stock_photo           boolean,
  damage_on_protector_only boolean,
  battery_screenshot       boolean,
  photo_quality_level      integer,
  background_clean_level   integer,
  visible_damage_level     integer,
  battery_health_pct_img   integer,
  damage_done_at           timestamptz,
  PRIMARY KEY (generation, listing_id, image_index, feature_version)
);
