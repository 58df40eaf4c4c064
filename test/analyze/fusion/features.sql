-- The raw surface written by hand in the style of the compiler: nested subqueries and laterals, no WITH.
SELECT
  d.generation,
  d.listing_id,
  d.img_rows_v1,
  d.img_rows_damage_done,
  d.img_stock_cnt,
  d.img_real_cnt,
  d.img_stock_ratio,
  d.img_pq0_cnt,
  d.img_pq1_cnt,
  d.img_pq2_cnt,
  d.img_pq3_cnt,
  d.img_pq4_cnt,
  d.img_pq_avg_real,
  d.img_bg0_cnt,
  d.img_bg1_cnt,
  d.img_bg2_cnt,
  d.img_bg_avg_real,
  d.img_real_q2_cnt,
  d.img_real_q2_vis_cnt,
  d.img_real_q1_vis_cnt,
  d.img_max_eff_q2,
  d.img_max_eff_q1,
  d.img_max_noprotector_q2,
  d.img_n_ge3_real_q2,
  d.img_n_ge8_real_q2,
  d.batt_img_min,
  d.batt_img_max,
  d.batt_img_spread,
  d.batt_img_hits,
  d.batt_eff_text,
  d.text_damage_scored,
  d.text_sev_decision,
  d.text_bin_decision,
  d.txt_no_wear_global,
  d.txt_protector_only,
  d.txt_glass,
  d.txt_back_glass,
  d.txt_lens_glass,
  d.txt_panel_severe,
  d.txt_light_panel,
  d.txt_charging,
  d.txt_non_oem,
  d.txt_battery_clamp,
  d.batt_fused,
  d.batt_source,
  d.img_damage_source_level,
  d.img_damage_score,
  d.img_score_reason_code,
  d.text_sev_corr,
  d.batt_bucket,
  d.batt_lt80,
  d.batt_ge90,
  d.damage_fused_tier
FROM (
  SELECT
    b.*,
    fused.batt_fused,
    CASE
      WHEN b.batt_img_min IS NOT NULL AND b.batt_eff_text IS NOT NULL THEN 'both'
      WHEN b.batt_img_min IS NOT NULL THEN 'img_only'
      WHEN b.batt_eff_text IS NOT NULL THEN 'text_only'
      ELSE 'none'
    END AS batt_source,
    fused.img_damage_source_level,
    levels.img_damage_score,
    CASE
      WHEN b.img_rows_v1 = 0 THEN 1
      WHEN b.img_rows_damage_done = 0 THEN 2
      WHEN b.img_real_cnt = 0 THEN 3
      WHEN b.img_real_q2_cnt = 0 THEN 4
      WHEN b.img_real_q2_vis_cnt = 0 THEN 5
      WHEN b.img_real_q2_vis_cnt < 2 AND b.img_real_q1_vis_cnt >= 2 THEN 7
      WHEN b.img_real_q2_vis_cnt < 2 THEN 6
      ELSE 0
    END AS img_score_reason_code,
    corrected.text_sev_corr,
    CASE
      WHEN fused.batt_fused IS NULL THEN NULL
      WHEN fused.batt_fused < 80 THEN 'batt:<80'
      WHEN fused.batt_fused < 85 THEN 'batt:80-84'
      WHEN fused.batt_fused < 90 THEN 'batt:85-89'
      WHEN fused.batt_fused < 95 THEN 'batt:90-94'
      ELSE 'batt:95-100'
    END AS batt_bucket,
    levels.batt_lt80,
    levels.batt_ge90,
    CASE
      WHEN b.img_max_noprotector_q2 >= 8 OR corrected.text_sev_corr >= 3 THEN 3
      WHEN levels.img_damage_score >= 3 THEN 2
      WHEN levels.img_damage_score = 2 OR corrected.text_sev_corr >= 2 THEN 1
      ELSE 0
    END AS damage_fused_tier
  FROM (
    SELECT
      l.generation,
      l.listing_id,
      img.img_rows_v1,
      img.img_rows_damage_done,
      img.img_stock_cnt,
      img.img_real_cnt,
      img.img_stock_cnt::double precision / nullif(img.img_rows_damage_done, 0) AS img_stock_ratio,
      img.img_pq0_cnt,
      img.img_pq1_cnt,
      img.img_pq2_cnt,
      img.img_pq3_cnt,
      img.img_pq4_cnt,
      img.img_pq_avg_real,
      img.img_bg0_cnt,
      img.img_bg1_cnt,
      img.img_bg2_cnt,
      img.img_bg_avg_real,
      img.img_real_q2_cnt,
      img.img_real_q2_vis_cnt,
      img.img_real_q1_vis_cnt,
      img.img_max_eff_q2,
      img.img_max_eff_q1,
      img.img_max_noprotector_q2,
      img.img_n_ge3_real_q2,
      img.img_n_ge8_real_q2,
      batt.batt_img_min,
      batt.batt_img_max,
      batt.batt_img_max - batt.batt_img_min AS batt_img_spread,
      batt.batt_img_hits,
      txt.batt_eff_text,
      txt.text_damage_scored,
      txt.text_sev_decision,
      txt.text_bin_decision,
      txt.txt_no_wear_global,
      txt.txt_protector_only,
      txt.txt_glass,
      txt.txt_back_glass,
      txt.txt_lens_glass,
      txt.txt_panel_severe,
      txt.txt_light_panel,
      txt.txt_charging,
      txt.txt_non_oem,
      txt.txt_battery_clamp
    FROM "iPhone".iphone_listings AS l
    CROSS JOIN LATERAL (
      SELECT
        count(*)::integer AS img_rows_v1,
        count(*) FILTER (WHERE r.done)::integer AS img_rows_damage_done,
        count(*) FILTER (WHERE r.stock)::integer AS img_stock_cnt,
        count(*) FILTER (WHERE r.is_real)::integer AS img_real_cnt,
        count(*) FILTER (WHERE r.real_pq = 0)::integer AS img_pq0_cnt,
        count(*) FILTER (WHERE r.real_pq = 1)::integer AS img_pq1_cnt,
        count(*) FILTER (WHERE r.real_pq = 2)::integer AS img_pq2_cnt,
        count(*) FILTER (WHERE r.real_pq = 3)::integer AS img_pq3_cnt,
        count(*) FILTER (WHERE r.real_pq = 4)::integer AS img_pq4_cnt,
        sum(r.real_pq)::double precision / nullif(count(r.real_pq), 0)::double precision AS img_pq_avg_real,
        count(*) FILTER (WHERE r.real_bg = 0)::integer AS img_bg0_cnt,
        count(*) FILTER (WHERE r.real_bg = 1)::integer AS img_bg1_cnt,
        count(*) FILTER (WHERE r.real_bg = 2)::integer AS img_bg2_cnt,
        sum(r.real_bg)::double precision / nullif(count(r.real_bg), 0)::double precision AS img_bg_avg_real,
        count(*) FILTER (WHERE r.q2)::integer AS img_real_q2_cnt,
        count(*) FILTER (WHERE r.q2 AND r.vis)::integer AS img_real_q2_vis_cnt,
        count(*) FILTER (WHERE r.q1 AND r.vis)::integer AS img_real_q1_vis_cnt,
        max(r.eff) FILTER (WHERE r.q2) AS img_max_eff_q2,
        max(r.eff) FILTER (WHERE r.q1) AS img_max_eff_q1,
        max(r.bare) AS img_max_noprotector_q2,
        count(*) FILTER (WHERE r.bare >= 3)::integer AS img_n_ge3_real_q2,
        count(*) FILTER (WHERE r.bare >= 8)::integer AS img_n_ge8_real_q2
      FROM (
        SELECT
          gate.done,
          gate.vis,
          gate.done AND i.is_stock_photo IS TRUE AS stock,
          real_row.is_real,
          real_row.is_real AND i.photo_quality_level >= 2 AS q2,
          real_row.is_real AND i.photo_quality_level >= 1 AS q1,
          CASE WHEN real_row.is_real THEN i.photo_quality_level END AS real_pq,
          CASE WHEN real_row.is_real THEN i.background_clean_level END AS real_bg,
          CASE WHEN gate.protector THEN 0 ELSE i.visible_damage_level END AS eff,
          CASE
            WHEN real_row.is_real AND i.photo_quality_level >= 2 AND NOT gate.protector THEN i.visible_damage_level
          END AS bare
        FROM ml.iphone_image_features_v1 AS i
        CROSS JOIN LATERAL (
          SELECT
            i.damage_done IS TRUE AS done,
            i.visible_damage_level IS NOT NULL AS vis,
            coalesce(i.damage_on_protector_only, false) AS protector
        ) AS gate
        CROSS JOIN LATERAL (SELECT gate.done AND i.is_stock_photo IS NOT TRUE AS is_real) AS real_row
        WHERE i.generation = l.generation AND i.listing_id = l.listing_id AND i.feature_version = 1
        OFFSET 0
      ) AS r
    ) AS img
    CROSS JOIN LATERAL (
      SELECT
        min(h.pct) AS batt_img_min,
        max(h.pct) AS batt_img_max,
        count(h.pct)::integer AS batt_img_hits
      FROM (
        SELECT i.battery_health_pct_img AS pct
        FROM ml.iphone_image_features_v1 AS i
        WHERE
          i.generation = l.generation
          AND i.listing_id = l.listing_id
          AND i.feature_version = 1
          AND i.battery_screenshot
          AND i.battery_health_pct_img BETWEEN 50 AND 100
        OFFSET 0
      ) AS h
    ) AS batt
    CROSS JOIN LATERAL (
      SELECT l.damage_ai_json -> 'decision' AS decision, l.damage_ai_json ->> 'battery_effective' AS batt OFFSET 0
    ) AS j
    CROSS JOIN LATERAL (SELECT j.decision -> 'meta' AS meta, j.decision ->> 'sev' AS sev, j.decision ->> 'bin' AS bin) AS m
    CROSS JOIN LATERAL (
      SELECT
      CASE
        WHEN j.batt ~ '^[0-9]+$' AND length(ltrim(j.batt, '0')) <= 10 THEN
          CASE WHEN (j.batt)::numeric <= 2147483647 THEN (j.batt)::integer END
      END AS batt_eff_text,
      coalesce(jsonb_typeof(j.decision) = 'object', false) AS text_damage_scored,
      CASE
        WHEN m.sev ~ '^[0-9]+$' AND length(ltrim(m.sev, '0')) <= 10 THEN
          CASE WHEN (m.sev)::numeric <= 2147483647 THEN (m.sev)::integer END
      END AS text_sev_decision,
      CASE
        WHEN m.bin ~ '^[0-9]+$' AND length(ltrim(m.bin, '0')) <= 10 THEN
          CASE WHEN (m.bin)::numeric <= 2147483647 THEN (m.bin)::integer END
      END AS text_bin_decision,
      coalesce(
        lower(btrim(m.meta ->> 'no_wear_global', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_no_wear_global,
      coalesce(
        lower(btrim(m.meta ->> 'protector_only', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_protector_only,
      coalesce(
        lower(btrim(m.meta ->> 'glass', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_glass,
      coalesce(
        lower(btrim(m.meta ->> 'back_glass', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_back_glass,
      coalesce(
        lower(btrim(m.meta ->> 'lens_glass', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_lens_glass,
      coalesce(
        lower(btrim(m.meta ->> 'panel_severe', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_panel_severe,
      coalesce(
        lower(btrim(m.meta ->> 'light_panel', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_light_panel,
      coalesce(
        lower(btrim(m.meta ->> 'charging', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_charging,
      coalesce(
        lower(btrim(m.meta ->> 'non_oem', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_non_oem,
      coalesce(
        lower(btrim(m.meta ->> 'battery_clamp', E' \t\n\v\f\r')) = ANY (ARRAY['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1']),
        false
      ) AS txt_battery_clamp
    ) AS txt
    WHERE l.spam IS NULL
  ) AS b
  CROSS JOIN LATERAL (
    SELECT
      coalesce(b.batt_img_min, b.batt_eff_text) AS batt_fused,
      CASE WHEN b.img_real_q2_vis_cnt >= 2 THEN 2 WHEN b.img_real_q1_vis_cnt >= 2 THEN 1 ELSE 0 END
        AS img_damage_source_level
  ) AS fused
  CROSS JOIN LATERAL (
    SELECT
      fused.batt_fused IS NOT NULL AND fused.batt_fused < 80 AS batt_lt80,
      coalesce(fused.batt_fused >= 90, false) AS batt_ge90,
      CASE fused.img_damage_source_level WHEN 2 THEN b.img_max_eff_q2 WHEN 1 THEN b.img_max_eff_q1 END
        AS img_damage_score
  ) AS levels
  CROSS JOIN LATERAL (
    SELECT
      greatest(
        coalesce(b.text_sev_decision, 0),
        CASE WHEN levels.batt_lt80 OR b.txt_battery_clamp OR b.txt_non_oem OR b.txt_charging THEN 2 END,
        CASE WHEN b.txt_glass OR b.txt_back_glass OR b.txt_lens_glass OR b.txt_panel_severe THEN 3 END
      ) AS text_sev_corr
  ) AS corrected
) AS d
