-- Built once at the end: cheaper than keeping it up to date row by row.
CREATE INDEX iphone_listings_edited_date_idx ON "iPhone".iphone_listings (edited_date);

ANALYZE "iPhone".iphone_listings;
ANALYZE ml.iphone_image_features_v1;
