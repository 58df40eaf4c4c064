 SELECT generation,
    listing_id,
    img_rows_v1,
    img_rows_damage_done,
    img_stock_cnt,
    img_real_cnt,
    img_stock_ratio,
    img_pq0_cnt,
    img_pq1_cnt,
    img_pq2_cnt,
    img_pq3_cnt,
    img_pq4_cnt,
    img_pq_avg_real,
    img_bg0_cnt,
    img_bg1_cnt,
    img_bg2_cnt,
    img_bg_avg_real,
    img_real_q2_cnt,
    img_real_q2_vis_cnt,
    img_real_q1_vis_cnt,
    img_max_eff_q2,
    img_max_eff_q1,
    img_max_noprotector_q2,
    img_n_ge3_real_q2,
    img_n_ge8_real_q2,
    batt_img_min,
    batt_img_max,
    batt_img_spread,
    batt_img_hits,
    batt_eff_text,
    text_damage_scored,
    text_sev_decision,
    text_bin_decision,
    txt_no_wear_global,
    txt_protector_only,
    txt_glass,
    txt_back_glass,
    txt_lens_glass,
    txt_panel_severe,
    txt_light_panel,
    txt_charging,
    txt_non_oem,
    txt_battery_clamp,
    batt_fused,
    batt_source,
    img_damage_source_level,
    img_damage_score,
    img_score_reason_code,
    text_sev_corr,
    batt_bucket,
    batt_lt80,
    batt_ge90,
    damage_fused_tier
   FROM ( SELECT derived_1.generation,
            derived_1.listing_id,
            derived_1.img_rows_v1,
            derived_1.img_rows_damage_done,
            derived_1.img_stock_cnt,
            derived_1.img_real_cnt,
            derived_1.img_pq0_cnt,
            derived_1.img_pq1_cnt,
            derived_1.img_pq2_cnt,
            derived_1.img_pq3_cnt,
            derived_1.img_pq4_cnt,
            derived_1.img_pq_avg_real,
            derived_1.img_bg0_cnt,
            derived_1.img_bg1_cnt,
            derived_1.img_bg2_cnt,
            derived_1.img_bg_avg_real,
            derived_1.img_real_q2_cnt,
            derived_1.img_real_q2_vis_cnt,
            derived_1.img_real_q1_vis_cnt,
            derived_1.img_max_eff_q2,
            derived_1.img_max_eff_q1,
            derived_1.img_max_noprotector_q2,
            derived_1.img_n_ge3_real_q2,
            derived_1.img_n_ge8_real_q2,
            derived_1.batt_img_min,
            derived_1.batt_img_max,
            derived_1.batt_img_hits,
            derived_1.damage_ai_json,
            derived_1.img_stock_ratio,
            derived_1.batt_img_spread,
            derived_1.decision,
            derived_1.meta,
            derived_1.batt_eff_text,
            derived_1.text_damage_scored,
            derived_1.text_sev_decision,
            derived_1.text_bin_decision,
            derived_1.txt_no_wear_global,
            derived_1.txt_protector_only,
            derived_1.txt_glass,
            derived_1.txt_back_glass,
            derived_1.txt_lens_glass,
            derived_1.txt_panel_severe,
            derived_1.txt_light_panel,
            derived_1.txt_charging,
            derived_1.txt_non_oem,
            derived_1.txt_battery_clamp,
            derived_1_1.batt_fused,
            derived_1_1.batt_source,
            derived_1_1.img_damage_source_level,
            derived_1_1.img_score_reason_code,
            derived_2.batt_bucket,
            derived_2.batt_lt80,
            derived_2.batt_ge90,
            derived_2.img_damage_score,
            derived_3.text_sev_corr,
                CASE
                    WHEN derived_1.img_max_noprotector_q2 >= 8 OR derived_3.text_sev_corr >= 3 THEN 3
                    WHEN derived_2.img_damage_score >= 3 THEN 2
                    WHEN derived_2.img_damage_score = 2 OR derived_3.text_sev_corr >= 2 THEN 1
                    ELSE 0
                END AS damage_fused_tier
           FROM ( SELECT base.generation,
                    base.listing_id,
                    base.img_rows_v1,
                    base.img_rows_damage_done,
                    base.img_stock_cnt,
                    base.img_real_cnt,
                    base.img_pq0_cnt,
                    base.img_pq1_cnt,
                    base.img_pq2_cnt,
                    base.img_pq3_cnt,
                    base.img_pq4_cnt,
                    base.img_pq_avg_real,
                    base.img_bg0_cnt,
                    base.img_bg1_cnt,
                    base.img_bg2_cnt,
                    base.img_bg_avg_real,
                    base.img_real_q2_cnt,
                    base.img_real_q2_vis_cnt,
                    base.img_real_q1_vis_cnt,
                    base.img_max_eff_q2,
                    base.img_max_eff_q1,
                    base.img_max_noprotector_q2,
                    base.img_n_ge3_real_q2,
                    base.img_n_ge8_real_q2,
                    base.batt_img_min,
                    base.batt_img_max,
                    base.batt_img_hits,
                    base.damage_ai_json,
                    base_1.img_stock_ratio,
                    base_1.batt_img_spread,
                    base_2.decision,
                    base_2.meta,
                    base_2.batt_eff_text,
                    base_3.text_damage_scored,
                    base_3.text_sev_decision,
                    base_3.text_bin_decision,
                    base_3.txt_no_wear_global,
                    base_3.txt_protector_only,
                    base_3.txt_glass,
                    base_3.txt_back_glass,
                    base_3.txt_lens_glass,
                    base_3.txt_panel_severe,
                    base_3.txt_light_panel,
                    base_3.txt_charging,
                    base_3.txt_non_oem,
                    base_3.txt_battery_clamp
                   FROM ( SELECT l.generation,
                            l.listing_id,
                            img_batt.img_rows_v1,
                            img_batt.img_rows_damage_done,
                            img_batt.img_stock_cnt,
                            img_batt.img_real_cnt,
                            img_batt.img_pq0_cnt,
                            img_batt.img_pq1_cnt,
                            img_batt.img_pq2_cnt,
                            img_batt.img_pq3_cnt,
                            img_batt.img_pq4_cnt,
                            img_batt.img_pq_avg_real,
                            img_batt.img_bg0_cnt,
                            img_batt.img_bg1_cnt,
                            img_batt.img_bg2_cnt,
                            img_batt.img_bg_avg_real,
                            img_batt.img_real_q2_cnt,
                            img_batt.img_real_q2_vis_cnt,
                            img_batt.img_real_q1_vis_cnt,
                            img_batt.img_max_eff_q2,
                            img_batt.img_max_eff_q1,
                            img_batt.img_max_noprotector_q2,
                            img_batt.img_n_ge3_real_q2,
                            img_batt.img_n_ge8_real_q2,
                            img_batt.batt_img_min,
                            img_batt.batt_img_max,
                            img_batt.batt_img_hits,
                            l.damage_ai_json
                           FROM "iPhone".iphone_listings l
                             LEFT JOIN LATERAL ( SELECT count(*)::integer AS img_rows_v1,
                                    count(*) FILTER (WHERE image_rows.done)::integer AS img_rows_damage_done,
                                    count(*) FILTER (WHERE image_rows.stock)::integer AS img_stock_cnt,
                                    count(*) FILTER (WHERE image_rows.real_photo)::integer AS img_real_cnt,
                                    count(*) FILTER (WHERE image_rows.real_pq = 0)::integer AS img_pq0_cnt,
                                    count(*) FILTER (WHERE image_rows.real_pq = 1)::integer AS img_pq1_cnt,
                                    count(*) FILTER (WHERE image_rows.real_pq = 2)::integer AS img_pq2_cnt,
                                    count(*) FILTER (WHERE image_rows.real_pq = 3)::integer AS img_pq3_cnt,
                                    count(*) FILTER (WHERE image_rows.real_pq = 4)::integer AS img_pq4_cnt,
                                    sum(image_rows.real_pq)::double precision / count(image_rows.real_pq)::double precision AS img_pq_avg_real,
                                    count(*) FILTER (WHERE image_rows.real_bg = 0)::integer AS img_bg0_cnt,
                                    count(*) FILTER (WHERE image_rows.real_bg = 1)::integer AS img_bg1_cnt,
                                    count(*) FILTER (WHERE image_rows.real_bg = 2)::integer AS img_bg2_cnt,
                                    sum(image_rows.real_bg)::double precision / count(image_rows.real_bg)::double precision AS img_bg_avg_real,
                                    count(*) FILTER (WHERE image_rows.q2)::integer AS img_real_q2_cnt,
                                    count(*) FILTER (WHERE image_rows.q2_vis)::integer AS img_real_q2_vis_cnt,
                                    count(*) FILTER (WHERE image_rows.q1_vis)::integer AS img_real_q1_vis_cnt,
                                    max(image_rows.eff) FILTER (WHERE image_rows.q2_vis) AS img_max_eff_q2,
                                    max(image_rows.eff) FILTER (WHERE image_rows.q1_vis) AS img_max_eff_q1,
                                    max(image_rows.bare_level) AS img_max_noprotector_q2,
                                    count(*) FILTER (WHERE image_rows.bare_level >= 3)::integer AS img_n_ge3_real_q2,
                                    count(*) FILTER (WHERE image_rows.bare_level >= 8)::integer AS img_n_ge8_real_q2,
                                    min(image_rows.battery_health_pct_img) FILTER (WHERE image_rows.batt_hit) AS batt_img_min,
                                    max(image_rows.battery_health_pct_img) FILTER (WHERE image_rows.batt_hit) AS batt_img_max,
                                    count(*) FILTER (WHERE image_rows.batt_hit)::integer AS batt_img_hits
                                   FROM ( SELECT image_rows_1.generation,
    image_rows_1.listing_id,
    image_rows_1.image_index,
    image_rows_1.feature_version,
    image_rows_1.damage_done,
    image_rows_1.is_stock_photo,
    image_rows_1.photo_quality_level,
    image_rows_1.background_clean_level,
    image_rows_1.visible_damage_level,
    image_rows_1.damage_on_protector_only,
    image_rows_1.battery_screenshot,
    image_rows_1.battery_health_pct_img,
    image_rows_1.damage_done_at,
    image_rows_1.done,
    image_rows_1.vis,
    image_rows_1.protector,
    image_rows_1.batt_hit,
    image_rows_1.eff,
    image_rows_1.stock,
    image_rows_1.real_photo,
    image_rows_1.q2,
    image_rows_1.q1,
    image_rows_1.real_pq,
    image_rows_1.real_bg,
    image_rows_1.q2_vis,
    image_rows_1.q1_vis,
    image_rows_1.bare_level
   FROM ( SELECT image_rows_2.generation,
      image_rows_2.listing_id,
      image_rows_2.image_index,
      image_rows_2.feature_version,
      image_rows_2.damage_done,
      image_rows_2.is_stock_photo,
      image_rows_2.photo_quality_level,
      image_rows_2.background_clean_level,
      image_rows_2.visible_damage_level,
      image_rows_2.damage_on_protector_only,
      image_rows_2.battery_screenshot,
      image_rows_2.battery_health_pct_img,
      image_rows_2.damage_done_at,
      image_rows_1_1.done,
      image_rows_1_1.vis,
      image_rows_1_1.protector,
      image_rows_1_1.batt_hit,
      image_rows_2_1.eff,
      image_rows_2_1.stock,
      image_rows_2_1.real_photo,
      image_rows_3.q2,
      image_rows_3.q1,
      image_rows_3.real_pq,
      image_rows_3.real_bg,
      image_rows_4.q2_vis,
      image_rows_4.q1_vis,
    CASE
     WHEN image_rows_4.q2_vis AND image_rows_1_1.protector IS NOT TRUE THEN image_rows_2.visible_damage_level
     ELSE NULL::integer
    END AS bare_level
     FROM ( SELECT i.generation,
        i.listing_id,
        i.image_index,
        i.feature_version,
        i.damage_done,
        i.is_stock_photo,
        i.photo_quality_level,
        i.background_clean_level,
        i.visible_damage_level,
        i.damage_on_protector_only,
        i.battery_screenshot,
        i.battery_health_pct_img,
        i.damage_done_at
       FROM ml.iphone_image_features_v1 i
      WHERE i.feature_version = 1) image_rows_2
       CROSS JOIN LATERAL ( SELECT image_rows_2.damage_done IS TRUE AS done,
        image_rows_2.visible_damage_level IS NOT NULL AS vis,
        image_rows_2.damage_on_protector_only IS TRUE AS protector,
        image_rows_2.battery_screenshot IS TRUE AND image_rows_2.battery_health_pct_img >= 50 AND image_rows_2.battery_health_pct_img <= 100 AS batt_hit) image_rows_1_1
       CROSS JOIN LATERAL ( SELECT
      CASE
       WHEN image_rows_1_1.protector THEN 0
       ELSE image_rows_2.visible_damage_level
      END AS eff,
        image_rows_1_1.done AND image_rows_2.is_stock_photo IS TRUE AS stock,
        image_rows_1_1.done AND image_rows_2.is_stock_photo IS NOT TRUE AS real_photo) image_rows_2_1
       CROSS JOIN LATERAL ( SELECT image_rows_2_1.real_photo AND image_rows_2.photo_quality_level >= 2 AS q2,
        image_rows_2_1.real_photo AND image_rows_2.photo_quality_level >= 1 AS q1,
      CASE
       WHEN image_rows_2_1.real_photo THEN image_rows_2.photo_quality_level
       ELSE NULL::integer
      END AS real_pq,
      CASE
       WHEN image_rows_2_1.real_photo THEN image_rows_2.background_clean_level
       ELSE NULL::integer
      END AS real_bg) image_rows_3
       CROSS JOIN LATERAL ( SELECT image_rows_3.q2 AND image_rows_1_1.vis AS q2_vis,
        image_rows_3.q1 AND image_rows_1_1.vis AS q1_vis) image_rows_4) image_rows_1
  WHERE image_rows_1.generation = l.generation AND image_rows_1.listing_id = l.listing_id
 OFFSET 0) image_rows) img_batt ON true
                          WHERE l.spam IS NULL) base
                     CROSS JOIN LATERAL ( SELECT base.img_stock_cnt::double precision / NULLIF(base.img_rows_damage_done, 0)::double precision AS img_stock_ratio,
                            base.batt_img_max - base.batt_img_min AS batt_img_spread) base_1
                     CROSS JOIN LATERAL ( SELECT base.damage_ai_json -> 'decision'::text AS decision,
                            (base.damage_ai_json -> 'decision'::text) -> 'meta'::text AS meta,
                                CASE
                                    WHEN (base.damage_ai_json ->> 'battery_effective'::text) ~ '^0*[0-9]{1,10}$'::text THEN
                                    CASE
WHEN ((base.damage_ai_json ->> 'battery_effective'::text)::bigint) <= 2147483647 THEN (base.damage_ai_json ->> 'battery_effective'::text)::integer
ELSE NULL::integer
                                    END
                                    ELSE NULL::integer
                                END AS batt_eff_text
                         OFFSET 0) base_2
                     CROSS JOIN LATERAL ( SELECT (jsonb_typeof(base_2.decision) = 'object'::text) IS TRUE AS text_damage_scored,
                                CASE
                                    WHEN (base_2.decision ->> 'sev'::text) ~ '^0*[0-9]{1,10}$'::text THEN
                                    CASE
WHEN ((base_2.decision ->> 'sev'::text)::bigint) <= 2147483647 THEN (base_2.decision ->> 'sev'::text)::integer
ELSE NULL::integer
                                    END
                                    ELSE NULL::integer
                                END AS text_sev_decision,
                                CASE
                                    WHEN (base_2.decision ->> 'bin'::text) ~ '^0*[0-9]{1,10}$'::text THEN
                                    CASE
WHEN ((base_2.decision ->> 'bin'::text)::bigint) <= 2147483647 THEN (base_2.decision ->> 'bin'::text)::integer
ELSE NULL::integer
                                    END
                                    ELSE NULL::integer
                                END AS text_bin_decision,
                            COALESCE(lower(btrim(base_2.meta ->> 'no_wear_global'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_no_wear_global,
                            COALESCE(lower(btrim(base_2.meta ->> 'protector_only'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_protector_only,
                            COALESCE(lower(btrim(base_2.meta ->> 'glass'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_glass,
                            COALESCE(lower(btrim(base_2.meta ->> 'back_glass'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_back_glass,
                            COALESCE(lower(btrim(base_2.meta ->> 'lens_glass'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_lens_glass,
                            COALESCE(lower(btrim(base_2.meta ->> 'panel_severe'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_panel_severe,
                            COALESCE(lower(btrim(base_2.meta ->> 'light_panel'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_light_panel,
                            COALESCE(lower(btrim(base_2.meta ->> 'charging'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_charging,
                            COALESCE(lower(btrim(base_2.meta ->> 'non_oem'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_non_oem,
                            COALESCE(lower(btrim(base_2.meta ->> 'battery_clamp'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS txt_battery_clamp
                         OFFSET 0) base_3) derived_1
             CROSS JOIN LATERAL ( SELECT COALESCE(derived_1.batt_img_min, derived_1.batt_eff_text) AS batt_fused,
                        CASE
                            WHEN derived_1.batt_img_min IS NOT NULL AND derived_1.batt_eff_text IS NOT NULL THEN 'both'::text
                            WHEN derived_1.batt_img_min IS NOT NULL THEN 'img_only'::text
                            WHEN derived_1.batt_eff_text IS NOT NULL THEN 'text_only'::text
                            ELSE 'none'::text
                        END AS batt_source,
                        CASE
                            WHEN derived_1.img_real_q2_vis_cnt >= 2 THEN 2
                            WHEN derived_1.img_real_q1_vis_cnt >= 2 THEN 1
                            ELSE 0
                        END AS img_damage_source_level,
                        CASE
                            WHEN derived_1.img_rows_v1 = 0 THEN 1
                            WHEN derived_1.img_rows_damage_done = 0 THEN 2
                            WHEN derived_1.img_real_cnt = 0 THEN 3
                            WHEN derived_1.img_real_q2_cnt = 0 THEN 4
                            WHEN derived_1.img_real_q2_vis_cnt = 0 THEN 5
                            WHEN derived_1.img_real_q2_vis_cnt < 2 AND derived_1.img_real_q1_vis_cnt >= 2 THEN 7
                            WHEN derived_1.img_real_q2_vis_cnt < 2 THEN 6
                            ELSE 0
                        END AS img_score_reason_code) derived_1_1
             CROSS JOIN LATERAL ( SELECT
                        CASE
                            WHEN derived_1_1.batt_fused < 80 THEN 'batt:<80'::text
                            WHEN derived_1_1.batt_fused < 85 THEN 'batt:80-84'::text
                            WHEN derived_1_1.batt_fused < 90 THEN 'batt:85-89'::text
                            WHEN derived_1_1.batt_fused < 95 THEN 'batt:90-94'::text
                            WHEN derived_1_1.batt_fused >= 95 THEN 'batt:95-100'::text
                            ELSE NULL::text
                        END AS batt_bucket,
                    (derived_1_1.batt_fused < 80) IS TRUE AS batt_lt80,
                    (derived_1_1.batt_fused >= 90) IS TRUE AS batt_ge90,
                        CASE
                            WHEN derived_1_1.img_damage_source_level = 2 THEN derived_1.img_max_eff_q2
                            WHEN derived_1_1.img_damage_source_level = 1 THEN derived_1.img_max_eff_q1
                            ELSE NULL::integer
                        END AS img_damage_score) derived_2
             CROSS JOIN LATERAL ( SELECT GREATEST(COALESCE(derived_1.text_sev_decision, 0),
                        CASE
                            WHEN derived_2.batt_lt80 OR derived_1.txt_battery_clamp OR derived_1.txt_non_oem OR derived_1.txt_charging THEN 2
                            ELSE 0
                        END,
                        CASE
                            WHEN derived_1.txt_glass OR derived_1.txt_back_glass OR derived_1.txt_lens_glass OR derived_1.txt_panel_severe THEN 3
                            ELSE 0
                        END) AS text_sev_corr) derived_3) derived;
