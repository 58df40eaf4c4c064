-- The certified entrypoint: dated listings only.
SELECT l.edited_date, s.*
FROM "iPhone".iphone_listings AS l
JOIN ml.v_damage_fusion_features_v2_scored AS s USING (generation, listing_id)
WHERE l.edited_date IS NOT NULL
