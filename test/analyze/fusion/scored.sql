-- The modeling surface: unknown is told from zero.
SELECT
  f.*,
  s.img_damage_scored,
  s.batt_scored,
  s.damage_any_scored,
  CASE WHEN f.text_damage_scored THEN f.text_sev_decision END AS text_sev_raw_known,
  CASE WHEN f.text_damage_scored OR s.batt_scored THEN f.text_sev_corr END AS text_sev_corr_known,
  CASE WHEN s.damage_any_scored THEN f.damage_fused_tier END AS damage_fused_tier_known
FROM ml.v_damage_fusion_features_v2 AS f
CROSS JOIN LATERAL (
  SELECT
    f.img_damage_source_level >= 1 AS img_damage_scored,
    f.batt_fused IS NOT NULL AS batt_scored,
    f.img_damage_source_level >= 1 OR f.text_damage_scored OR f.batt_fused IS NOT NULL AS damage_any_scored
) AS s
