 SELECT s.listing_id,
    l.region,
    l.model,
    s.recorded_at AS sale_recorded_at,
    l.t0 AS listing_recorded_at,
        CASE
            WHEN s.sold_price > 0 THEN s.sold_price
            ELSE NULL::integer
        END AS sold_price,
        CASE
            WHEN s.sold_at >= l.listed_at THEN
            CASE
                WHEN isfinite(l.listed_at) AND isfinite(s.sold_at) THEN floor(EXTRACT(epoch FROM s.sold_at - l.listed_at) / 3600::numeric)::integer
                ELSE NULL::integer
            END
            ELSE NULL::integer
        END AS hours
   FROM ( SELECT sales.listing_id,
            sales.sold_at,
            sales.sold_price,
            sales.recorded_at
           FROM market.sales) s
     JOIN ( SELECT listing_places.listing_id,
            listing_places.t0,
            listing_places.opened_at,
            listing_places.closed_at,
            listing_places.listed_at,
            listing_places.postal_code,
            listing_places.model_gen,
            listing_places.model_variant,
            listing_places.model,
            listing_places.storage_gb,
            listing_places.price,
            listing_places.listed_lag_hours,
            listing_places.district_found,
            listing_places.district,
            listing_places.region,
            listing_places.district_since_days,
            listing_places.income_found,
            listing_places.income_median,
            listing_places.income_households,
            listing_places.income_age_days,
            listing_places.income_prev
           FROM market.listing_places) l ON l.listing_id = s.listing_id;
