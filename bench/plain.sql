-- The store written by hand: one WITH chain, with every condition spelled out where it is used. The benchmark compares
-- the generated store with it, and checks that the rows are equal before it measures.
CREATE SCHEMA IF NOT EXISTS plain;

CREATE OR REPLACE VIEW plain.v_damage_fusion_features_v2_scored AS
WITH img_prof AS (
  SELECT
    generation,
    listing_id,
    count(*) FILTER (WHERE feature_version = 1)::integer AS img_rows_v1,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE)::integer AS img_rows_damage_done,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS TRUE)::integer AS img_stock_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE)::integer AS img_real_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level = 0)::integer AS img_pq0_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level = 1)::integer AS img_pq1_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level = 2)::integer AS img_pq2_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level = 3)::integer AS img_pq3_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level = 4)::integer AS img_pq4_cnt,
    (avg(photo_quality_level) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE))::double precision AS img_pq_avg_real,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND background_clean_level = 0)::integer AS img_bg0_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND background_clean_level = 1)::integer AS img_bg1_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND background_clean_level = 2)::integer AS img_bg2_cnt,
    (avg(background_clean_level) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE))::double precision AS img_bg_avg_real,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 2)::integer AS img_real_q2_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 2 AND visible_damage_level IS NOT NULL)::integer AS img_real_q2_vis_cnt,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 1 AND visible_damage_level IS NOT NULL)::integer AS img_real_q1_vis_cnt,
    max(CASE WHEN damage_on_protector_only IS TRUE THEN 0 ELSE visible_damage_level END) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 2 AND visible_damage_level IS NOT NULL) AS img_max_eff_q2,
    max(CASE WHEN damage_on_protector_only IS TRUE THEN 0 ELSE visible_damage_level END) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 1 AND visible_damage_level IS NOT NULL) AS img_max_eff_q1,
    max(visible_damage_level) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 2 AND damage_on_protector_only IS NOT TRUE) AS img_max_noprotector_q2,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 2 AND damage_on_protector_only IS NOT TRUE AND visible_damage_level >= 3)::integer AS img_n_ge3_real_q2,
    count(*) FILTER (WHERE feature_version = 1 AND damage_done IS TRUE AND is_stock_photo IS NOT TRUE AND photo_quality_level >= 2 AND damage_on_protector_only IS NOT TRUE AND visible_damage_level >= 8)::integer AS img_n_ge8_real_q2
  FROM ml.iphone_image_features_v1
  GROUP BY generation, listing_id
),
batt_prof AS (
  SELECT
    generation,
    listing_id,
    min(battery_health_pct_img) AS batt_img_min,
    max(battery_health_pct_img) AS batt_img_max,
    count(*)::integer AS batt_img_hits
  FROM ml.iphone_image_features_v1
  WHERE feature_version = 1 AND battery_screenshot IS TRUE AND battery_health_pct_img BETWEEN 50 AND 100
  GROUP BY generation, listing_id
),
base AS (
  SELECT
    l.generation,
    l.listing_id,
    coalesce(i.img_rows_v1, 0) AS img_rows_v1,
    coalesce(i.img_rows_damage_done, 0) AS img_rows_damage_done,
    coalesce(i.img_stock_cnt, 0) AS img_stock_cnt,
    coalesce(i.img_real_cnt, 0) AS img_real_cnt,
    i.img_stock_cnt::double precision / nullif(i.img_rows_damage_done, 0) AS img_stock_ratio,
    coalesce(i.img_pq0_cnt, 0) AS img_pq0_cnt,
    coalesce(i.img_pq1_cnt, 0) AS img_pq1_cnt,
    coalesce(i.img_pq2_cnt, 0) AS img_pq2_cnt,
    coalesce(i.img_pq3_cnt, 0) AS img_pq3_cnt,
    coalesce(i.img_pq4_cnt, 0) AS img_pq4_cnt,
    i.img_pq_avg_real,
    coalesce(i.img_bg0_cnt, 0) AS img_bg0_cnt,
    coalesce(i.img_bg1_cnt, 0) AS img_bg1_cnt,
    coalesce(i.img_bg2_cnt, 0) AS img_bg2_cnt,
    i.img_bg_avg_real,
    coalesce(i.img_real_q2_cnt, 0) AS img_real_q2_cnt,
    coalesce(i.img_real_q2_vis_cnt, 0) AS img_real_q2_vis_cnt,
    coalesce(i.img_real_q1_vis_cnt, 0) AS img_real_q1_vis_cnt,
    i.img_max_eff_q2,
    i.img_max_eff_q1,
    i.img_max_noprotector_q2,
    coalesce(i.img_n_ge3_real_q2, 0) AS img_n_ge3_real_q2,
    coalesce(i.img_n_ge8_real_q2, 0) AS img_n_ge8_real_q2,
    b.batt_img_min,
    b.batt_img_max,
    b.batt_img_max - b.batt_img_min AS batt_img_spread,
    coalesce(b.batt_img_hits, 0) AS batt_img_hits,
    CASE WHEN l.damage_ai_json ->> 'battery_effective' ~ '^0*[0-9]{1,10}$' THEN CASE WHEN (l.damage_ai_json ->> 'battery_effective')::bigint <= 2147483647 THEN (l.damage_ai_json ->> 'battery_effective')::integer END END AS batt_eff_text,
    coalesce(jsonb_typeof(l.damage_ai_json -> 'decision') = 'object', FALSE) AS text_damage_scored,
    CASE WHEN (l.damage_ai_json -> 'decision') ->> 'sev' ~ '^0*[0-9]{1,10}$' THEN CASE WHEN ((l.damage_ai_json -> 'decision') ->> 'sev')::bigint <= 2147483647 THEN ((l.damage_ai_json -> 'decision') ->> 'sev')::integer END END AS text_sev_decision,
    CASE WHEN (l.damage_ai_json -> 'decision') ->> 'bin' ~ '^0*[0-9]{1,10}$' THEN CASE WHEN ((l.damage_ai_json -> 'decision') ->> 'bin')::bigint <= 2147483647 THEN ((l.damage_ai_json -> 'decision') ->> 'bin')::integer END END AS text_bin_decision,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'no_wear_global' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_no_wear_global,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'protector_only' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_protector_only,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'glass' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_glass,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'back_glass' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_back_glass,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'lens_glass' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_lens_glass,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'panel_severe' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_panel_severe,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'light_panel' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_light_panel,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'charging' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_charging,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'non_oem' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_non_oem,
    coalesce(l.damage_ai_json -> 'decision' -> 'meta' ->> 'battery_clamp' ~* '^[ \t\n\v\f\r]*(t|tr|tru|true|y|ye|yes|on|1)[ \t\n\v\f\r]*$', FALSE) AS txt_battery_clamp
  FROM "iPhone".iphone_listings AS l
  LEFT JOIN img_prof AS i ON i.generation = l.generation AND i.listing_id = l.listing_id
  LEFT JOIN batt_prof AS b ON b.generation = l.generation AND b.listing_id = l.listing_id
  WHERE l.spam IS NULL
),
battery AS (
  SELECT
    base.*,
    coalesce(batt_img_min, batt_eff_text) AS batt_fused,
    CASE
      WHEN batt_img_min IS NOT NULL AND batt_eff_text IS NOT NULL THEN 'both'
      WHEN batt_img_min IS NOT NULL THEN 'img_only'
      WHEN batt_eff_text IS NOT NULL THEN 'text_only'
      ELSE 'none'
    END AS batt_source,
    CASE
      WHEN img_real_q2_vis_cnt >= 2 THEN 2
      WHEN img_real_q1_vis_cnt >= 2 THEN 1
      ELSE 0
    END AS img_damage_source_level,
    CASE
      WHEN img_real_q2_vis_cnt >= 2 THEN img_max_eff_q2
      WHEN img_real_q1_vis_cnt >= 2 THEN img_max_eff_q1
    END AS img_damage_score,
    CASE
      WHEN img_rows_v1 = 0 THEN 1
      WHEN img_rows_damage_done = 0 THEN 2
      WHEN img_real_cnt = 0 THEN 3
      WHEN img_real_q2_cnt = 0 THEN 4
      WHEN img_real_q2_vis_cnt = 0 THEN 5
      WHEN img_real_q2_vis_cnt < 2 AND img_real_q1_vis_cnt >= 2 THEN 7
      WHEN img_real_q2_vis_cnt < 2 THEN 6
      ELSE 0
    END AS img_score_reason_code
  FROM base
),
severity AS (
  SELECT
    battery.*,
    greatest(
      coalesce(text_sev_decision, 0),
      CASE WHEN batt_fused < 80 OR txt_battery_clamp OR txt_non_oem OR txt_charging THEN 2 ELSE 0 END,
      CASE WHEN txt_glass OR txt_back_glass OR txt_lens_glass OR txt_panel_severe THEN 3 ELSE 0 END
    ) AS text_sev_corr,
    CASE
      WHEN batt_fused < 80 THEN 'batt:<80'
      WHEN batt_fused < 85 THEN 'batt:80-84'
      WHEN batt_fused < 90 THEN 'batt:85-89'
      WHEN batt_fused < 95 THEN 'batt:90-94'
      WHEN batt_fused >= 95 THEN 'batt:95-100'
    END AS batt_bucket,
    coalesce(batt_fused < 80, FALSE) AS batt_lt80,
    coalesce(batt_fused >= 90, FALSE) AS batt_ge90
  FROM battery
),
derived AS (
  SELECT
    severity.*,
    CASE
      WHEN img_max_noprotector_q2 >= 8 OR text_sev_corr >= 3 THEN 3
      WHEN img_damage_score >= 3 THEN 2
      WHEN img_damage_score = 2 OR text_sev_corr >= 2 THEN 1
      ELSE 0
    END AS damage_fused_tier
  FROM severity
)
SELECT
  derived.*,
  img_damage_source_level >= 1 AS img_damage_scored,
  batt_fused IS NOT NULL AS batt_scored,
  img_damage_source_level >= 1 OR text_damage_scored OR batt_fused IS NOT NULL AS damage_any_scored,
  CASE WHEN text_damage_scored THEN text_sev_decision END AS text_sev_raw_known,
  CASE WHEN text_damage_scored OR batt_fused IS NOT NULL THEN text_sev_corr END AS text_sev_corr_known,
  CASE
    WHEN img_damage_source_level >= 1 OR text_damage_scored OR batt_fused IS NOT NULL THEN damage_fused_tier
  END AS damage_fused_tier_known
FROM derived;

CREATE OR REPLACE VIEW plain.fusion_feature_store_t0_v1_v AS
SELECT l.edited_date, s.*
FROM "iPhone".iphone_listings AS l
JOIN plain.v_damage_fusion_features_v2_scored AS s ON s.generation = l.generation AND s.listing_id = l.listing_id
WHERE l.edited_date IS NOT NULL;
