 SELECT generation,
    listing_id,
    edited_date,
    img_within_sla,
        CASE
            WHEN img_within_sla THEN img_rows_v1
            ELSE NULL::integer
        END AS img_rows_v1,
        CASE
            WHEN img_within_sla THEN img_rows_damage_done
            ELSE NULL::integer
        END AS img_rows_damage_done,
        CASE
            WHEN img_within_sla THEN img_stock_cnt
            ELSE NULL::integer
        END AS img_stock_cnt,
        CASE
            WHEN img_within_sla THEN img_real_cnt
            ELSE NULL::integer
        END AS img_real_cnt,
        CASE
            WHEN img_within_sla THEN img_stock_ratio
            ELSE NULL::double precision
        END AS img_stock_ratio,
        CASE
            WHEN img_within_sla THEN img_pq0_cnt
            ELSE NULL::integer
        END AS img_pq0_cnt,
        CASE
            WHEN img_within_sla THEN img_pq1_cnt
            ELSE NULL::integer
        END AS img_pq1_cnt,
        CASE
            WHEN img_within_sla THEN img_pq2_cnt
            ELSE NULL::integer
        END AS img_pq2_cnt,
        CASE
            WHEN img_within_sla THEN img_pq3_cnt
            ELSE NULL::integer
        END AS img_pq3_cnt,
        CASE
            WHEN img_within_sla THEN img_pq4_cnt
            ELSE NULL::integer
        END AS img_pq4_cnt,
        CASE
            WHEN img_within_sla THEN img_pq_avg_real
            ELSE NULL::double precision
        END AS img_pq_avg_real,
        CASE
            WHEN img_within_sla THEN img_bg0_cnt
            ELSE NULL::integer
        END AS img_bg0_cnt,
        CASE
            WHEN img_within_sla THEN img_bg1_cnt
            ELSE NULL::integer
        END AS img_bg1_cnt,
        CASE
            WHEN img_within_sla THEN img_bg2_cnt
            ELSE NULL::integer
        END AS img_bg2_cnt,
        CASE
            WHEN img_within_sla THEN img_bg_avg_real
            ELSE NULL::double precision
        END AS img_bg_avg_real,
        CASE
            WHEN img_within_sla THEN img_real_q2_cnt
            ELSE NULL::integer
        END AS img_real_q2_cnt,
        CASE
            WHEN img_within_sla THEN img_real_q2_vis_cnt
            ELSE NULL::integer
        END AS img_real_q2_vis_cnt,
        CASE
            WHEN img_within_sla THEN img_real_q1_vis_cnt
            ELSE NULL::integer
        END AS img_real_q1_vis_cnt,
        CASE
            WHEN img_within_sla THEN img_max_eff_q2
            ELSE NULL::integer
        END AS img_max_eff_q2,
        CASE
            WHEN img_within_sla THEN img_max_eff_q1
            ELSE NULL::integer
        END AS img_max_eff_q1,
        CASE
            WHEN img_within_sla THEN img_max_noprotector_q2
            ELSE NULL::integer
        END AS img_max_noprotector_q2,
        CASE
            WHEN img_within_sla THEN img_n_ge3_real_q2
            ELSE NULL::integer
        END AS img_n_ge3_real_q2,
        CASE
            WHEN img_within_sla THEN img_n_ge8_real_q2
            ELSE NULL::integer
        END AS img_n_ge8_real_q2,
        CASE
            WHEN img_within_sla THEN batt_img_min
            ELSE NULL::integer
        END AS batt_img_min,
        CASE
            WHEN img_within_sla THEN batt_img_max
            ELSE NULL::integer
        END AS batt_img_max,
        CASE
            WHEN img_within_sla THEN batt_img_spread
            ELSE NULL::integer
        END AS batt_img_spread,
        CASE
            WHEN img_within_sla THEN batt_img_hits
            ELSE NULL::integer
        END AS batt_img_hits,
        CASE
            WHEN img_within_sla THEN batt_eff_text
            ELSE NULL::integer
        END AS batt_eff_text,
        CASE
            WHEN img_within_sla THEN text_damage_scored
            ELSE NULL::boolean
        END AS text_damage_scored,
        CASE
            WHEN img_within_sla THEN text_sev_decision
            ELSE NULL::integer
        END AS text_sev_decision,
        CASE
            WHEN img_within_sla THEN text_bin_decision
            ELSE NULL::integer
        END AS text_bin_decision,
        CASE
            WHEN img_within_sla THEN txt_no_wear_global
            ELSE NULL::boolean
        END AS txt_no_wear_global,
        CASE
            WHEN img_within_sla THEN txt_protector_only
            ELSE NULL::boolean
        END AS txt_protector_only,
        CASE
            WHEN img_within_sla THEN txt_glass
            ELSE NULL::boolean
        END AS txt_glass,
        CASE
            WHEN img_within_sla THEN txt_back_glass
            ELSE NULL::boolean
        END AS txt_back_glass,
        CASE
            WHEN img_within_sla THEN txt_lens_glass
            ELSE NULL::boolean
        END AS txt_lens_glass,
        CASE
            WHEN img_within_sla THEN txt_panel_severe
            ELSE NULL::boolean
        END AS txt_panel_severe,
        CASE
            WHEN img_within_sla THEN txt_light_panel
            ELSE NULL::boolean
        END AS txt_light_panel,
        CASE
            WHEN img_within_sla THEN txt_charging
            ELSE NULL::boolean
        END AS txt_charging,
        CASE
            WHEN img_within_sla THEN txt_non_oem
            ELSE NULL::boolean
        END AS txt_non_oem,
        CASE
            WHEN img_within_sla THEN txt_battery_clamp
            ELSE NULL::boolean
        END AS txt_battery_clamp,
        CASE
            WHEN img_within_sla THEN batt_fused
            ELSE NULL::integer
        END AS batt_fused,
        CASE
            WHEN img_within_sla THEN batt_source
            ELSE NULL::text
        END AS batt_source,
        CASE
            WHEN img_within_sla THEN img_damage_source_level
            ELSE NULL::integer
        END AS img_damage_source_level,
        CASE
            WHEN img_within_sla THEN img_damage_score
            ELSE NULL::integer
        END AS img_damage_score,
        CASE
            WHEN img_within_sla THEN img_score_reason_code
            ELSE NULL::integer
        END AS img_score_reason_code,
        CASE
            WHEN img_within_sla THEN text_sev_corr
            ELSE NULL::integer
        END AS text_sev_corr,
        CASE
            WHEN img_within_sla THEN batt_bucket
            ELSE NULL::text
        END AS batt_bucket,
        CASE
            WHEN img_within_sla THEN batt_lt80
            ELSE NULL::boolean
        END AS batt_lt80,
        CASE
            WHEN img_within_sla THEN batt_ge90
            ELSE NULL::boolean
        END AS batt_ge90,
        CASE
            WHEN img_within_sla THEN damage_fused_tier
            ELSE NULL::integer
        END AS damage_fused_tier,
        CASE
            WHEN img_within_sla THEN img_damage_scored
            ELSE NULL::boolean
        END AS img_damage_scored,
        CASE
            WHEN img_within_sla THEN batt_scored
            ELSE NULL::boolean
        END AS batt_scored,
        CASE
            WHEN img_within_sla THEN damage_any_scored
            ELSE NULL::boolean
        END AS damage_any_scored,
        CASE
            WHEN img_within_sla THEN text_sev_raw_known
            ELSE NULL::integer
        END AS text_sev_raw_known,
        CASE
            WHEN img_within_sla THEN text_sev_corr_known
            ELSE NULL::integer
        END AS text_sev_corr_known,
        CASE
            WHEN img_within_sla THEN damage_fused_tier_known
            ELSE NULL::integer
        END AS damage_fused_tier_known
   FROM ( SELECT in_time.edited_date,
            in_time.generation,
            in_time.listing_id,
            in_time.img_rows_v1,
            in_time.img_rows_damage_done,
            in_time.img_stock_cnt,
            in_time.img_real_cnt,
            in_time.img_stock_ratio,
            in_time.img_pq0_cnt,
            in_time.img_pq1_cnt,
            in_time.img_pq2_cnt,
            in_time.img_pq3_cnt,
            in_time.img_pq4_cnt,
            in_time.img_pq_avg_real,
            in_time.img_bg0_cnt,
            in_time.img_bg1_cnt,
            in_time.img_bg2_cnt,
            in_time.img_bg_avg_real,
            in_time.img_real_q2_cnt,
            in_time.img_real_q2_vis_cnt,
            in_time.img_real_q1_vis_cnt,
            in_time.img_max_eff_q2,
            in_time.img_max_eff_q1,
            in_time.img_max_noprotector_q2,
            in_time.img_n_ge3_real_q2,
            in_time.img_n_ge8_real_q2,
            in_time.batt_img_min,
            in_time.batt_img_max,
            in_time.batt_img_spread,
            in_time.batt_img_hits,
            in_time.batt_eff_text,
            in_time.text_damage_scored,
            in_time.text_sev_decision,
            in_time.text_bin_decision,
            in_time.txt_no_wear_global,
            in_time.txt_protector_only,
            in_time.txt_glass,
            in_time.txt_back_glass,
            in_time.txt_lens_glass,
            in_time.txt_panel_severe,
            in_time.txt_light_panel,
            in_time.txt_charging,
            in_time.txt_non_oem,
            in_time.txt_battery_clamp,
            in_time.batt_fused,
            in_time.batt_source,
            in_time.img_damage_source_level,
            in_time.img_damage_score,
            in_time.img_score_reason_code,
            in_time.text_sev_corr,
            in_time.batt_bucket,
            in_time.batt_lt80,
            in_time.batt_ge90,
            in_time.damage_fused_tier,
            in_time.img_damage_scored,
            in_time.batt_scored,
            in_time.damage_any_scored,
            in_time.text_sev_raw_known,
            in_time.text_sev_corr_known,
            in_time.damage_fused_tier_known,
            in_time.late_cnt,
            in_time.late_cnt = 0 AS img_within_sla
           FROM ( SELECT e.edited_date,
                    e.generation,
                    e.listing_id,
                    e.img_rows_v1,
                    e.img_rows_damage_done,
                    e.img_stock_cnt,
                    e.img_real_cnt,
                    e.img_stock_ratio,
                    e.img_pq0_cnt,
                    e.img_pq1_cnt,
                    e.img_pq2_cnt,
                    e.img_pq3_cnt,
                    e.img_pq4_cnt,
                    e.img_pq_avg_real,
                    e.img_bg0_cnt,
                    e.img_bg1_cnt,
                    e.img_bg2_cnt,
                    e.img_bg_avg_real,
                    e.img_real_q2_cnt,
                    e.img_real_q2_vis_cnt,
                    e.img_real_q1_vis_cnt,
                    e.img_max_eff_q2,
                    e.img_max_eff_q1,
                    e.img_max_noprotector_q2,
                    e.img_n_ge3_real_q2,
                    e.img_n_ge8_real_q2,
                    e.batt_img_min,
                    e.batt_img_max,
                    e.batt_img_spread,
                    e.batt_img_hits,
                    e.batt_eff_text,
                    e.text_damage_scored,
                    e.text_sev_decision,
                    e.text_bin_decision,
                    e.txt_no_wear_global,
                    e.txt_protector_only,
                    e.txt_glass,
                    e.txt_back_glass,
                    e.txt_lens_glass,
                    e.txt_panel_severe,
                    e.txt_light_panel,
                    e.txt_charging,
                    e.txt_non_oem,
                    e.txt_battery_clamp,
                    e.batt_fused,
                    e.batt_source,
                    e.img_damage_source_level,
                    e.img_damage_score,
                    e.img_score_reason_code,
                    e.text_sev_corr,
                    e.batt_bucket,
                    e.batt_lt80,
                    e.batt_ge90,
                    e.damage_fused_tier,
                    e.img_damage_scored,
                    e.batt_scored,
                    e.damage_any_scored,
                    e.text_sev_raw_known,
                    e.text_sev_corr_known,
                    e.damage_fused_tier_known,
                    s.late_cnt
                   FROM ml.fusion_feature_store_t0_v1_v e
                     LEFT JOIN LATERAL ( SELECT count(*) FILTER (WHERE timed_images.late)::integer AS late_cnt
                           FROM ( SELECT timed_images_1.generation,
                                    timed_images_1.listing_id,
                                    timed_images_1.done,
                                    timed_images_1.damage_done_at,
                                    timed_images_1.edited_date,
                                    timed_images_1.too_late,
                                    timed_images_1.late
                                   FROM ( SELECT timed_images_2.generation,
    timed_images_2.listing_id,
    timed_images_2.done,
    timed_images_2.damage_done_at,
    timed_images_2.edited_date,
    timed_images_1_1.too_late,
    timed_images_1_1.too_late OR timed_images_2.done AND NOT timed_images_2.damage_done_at IS NOT NULL AS late
   FROM ( SELECT i.generation,
      i.listing_id,
      i.done,
      i.damage_done_at,
      l.edited_date
     FROM ( SELECT image_rows.generation,
        image_rows.listing_id,
        image_rows.image_index,
        image_rows.feature_version,
        image_rows.damage_done,
        image_rows.is_stock_photo,
        image_rows.photo_quality_level,
        image_rows.background_clean_level,
        image_rows.visible_damage_level,
        image_rows.damage_on_protector_only,
        image_rows.battery_screenshot,
        image_rows.battery_health_pct_img,
        image_rows.damage_done_at,
        image_rows_1.done,
        image_rows_1.vis,
        image_rows_1.protector,
        image_rows_1.batt_hit,
        image_rows_2.eff,
        image_rows_2.stock,
        image_rows_2.real_photo,
        image_rows_3.q2,
        image_rows_3.q1,
        image_rows_3.real_pq,
        image_rows_3.real_bg,
        image_rows_4.q2_vis,
        image_rows_4.q1_vis,
      CASE
       WHEN image_rows_4.q2_vis AND image_rows_1.protector IS NOT TRUE THEN image_rows.visible_damage_level
       ELSE NULL::integer
      END AS bare_level
       FROM ( SELECT i_1.generation,
          i_1.listing_id,
          i_1.image_index,
          i_1.feature_version,
          i_1.damage_done,
          i_1.is_stock_photo,
          i_1.photo_quality_level,
          i_1.background_clean_level,
          i_1.visible_damage_level,
          i_1.damage_on_protector_only,
          i_1.battery_screenshot,
          i_1.battery_health_pct_img,
          i_1.damage_done_at
         FROM ml.iphone_image_features_v1 i_1
        WHERE i_1.feature_version = 1) image_rows
         CROSS JOIN LATERAL ( SELECT image_rows.damage_done IS TRUE AS done,
          image_rows.visible_damage_level IS NOT NULL AS vis,
          image_rows.damage_on_protector_only IS TRUE AS protector,
          image_rows.battery_screenshot IS TRUE AND image_rows.battery_health_pct_img >= 50 AND image_rows.battery_health_pct_img <= 100 AS batt_hit) image_rows_1
         CROSS JOIN LATERAL ( SELECT
        CASE
         WHEN image_rows_1.protector THEN 0
         ELSE image_rows.visible_damage_level
        END AS eff,
          image_rows_1.done AND image_rows.is_stock_photo IS TRUE AS stock,
          image_rows_1.done AND image_rows.is_stock_photo IS NOT TRUE AS real_photo) image_rows_2
         CROSS JOIN LATERAL ( SELECT image_rows_2.real_photo AND image_rows.photo_quality_level >= 2 AS q2,
          image_rows_2.real_photo AND image_rows.photo_quality_level >= 1 AS q1,
        CASE
         WHEN image_rows_2.real_photo THEN image_rows.photo_quality_level
         ELSE NULL::integer
        END AS real_pq,
        CASE
         WHEN image_rows_2.real_photo THEN image_rows.background_clean_level
         ELSE NULL::integer
        END AS real_bg) image_rows_3
         CROSS JOIN LATERAL ( SELECT image_rows_3.q2 AND image_rows_1.vis AS q2_vis,
          image_rows_3.q1 AND image_rows_1.vis AS q1_vis) image_rows_4) i
       JOIN "iPhone".iphone_listings l ON l.generation = i.generation AND l.listing_id = i.listing_id) timed_images_2
     CROSS JOIN LATERAL ( SELECT (timed_images_2.damage_done_at > (timed_images_2.edited_date + '24:00:00'::interval)) IS TRUE AS too_late) timed_images_1_1) timed_images_1
                                  WHERE timed_images_1.generation = e.generation AND timed_images_1.listing_id = e.listing_id
                                 OFFSET 0) timed_images) s ON true) in_time) t;
