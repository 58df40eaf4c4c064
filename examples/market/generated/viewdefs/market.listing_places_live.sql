 SELECT listing_id,
    recorded_at AS t0,
    opened_at,
    closed_at,
    listed_at,
    postal_code,
    model_gen,
    model_variant,
    model,
    storage_gb,
    asked AS price,
    listed_lag_hours,
    district_found,
    district,
    region,
    district_since_days,
    income_found,
    income_median,
    income_households,
    income_age_days,
    income_prev
   FROM ( SELECT located.listing_id,
            located.model_text,
            located.postal_code,
            located.price,
            located.listed_at,
            located.recorded_at,
            located.words,
            located.named_gen,
            located.named_gb,
            located.model_gen,
            located.model_variant,
            located.storage_gb,
            located.model,
            located.district_found,
            located.district,
            located.district_from,
            located.year_before,
            located.income_found,
            located.income_at,
            located.income_median,
            located.income_households,
            located.earlier_found,
            located.income_prev,
            located.known_region,
                CASE
                    WHEN located.price > 0 THEN located.price
                    ELSE NULL::integer
                END AS asked,
            COALESCE(located.known_region, 'unknown'::text) AS region,
            (date_trunc('day'::text, (located.recorded_at AT TIME ZONE 'UTC'::text)) AT TIME ZONE 'UTC'::text) AS opened_at,
            timezone('UTC'::text, date_trunc('day'::text, timezone('UTC'::text, located.recorded_at)) + '24:00:00'::interval) AS closed_at,
                CASE
                    WHEN isfinite(located.listed_at) AND isfinite(located.recorded_at) THEN floor(EXTRACT(epoch FROM located.recorded_at - located.listed_at) / 3600::numeric)::integer
                    ELSE NULL::integer
                END AS listed_lag_hours,
                CASE
                    WHEN isfinite(located.district_from) AND isfinite(located.recorded_at) THEN floor(EXTRACT(epoch FROM located.recorded_at - located.district_from) / 86400::numeric)::integer
                    ELSE NULL::integer
                END AS district_since_days,
                CASE
                    WHEN isfinite(located.income_at) AND isfinite(located.recorded_at) THEN floor(EXTRACT(epoch FROM located.recorded_at - located.income_at) / 86400::numeric)::integer
                    ELSE NULL::integer
                END AS income_age_days
           FROM ( SELECT l_1.listing_id,
                    l_1.model_text,
                    l_1.postal_code,
                    l_1.price,
                    l_1.listed_at,
                    l_1.recorded_at,
                    l_1.words,
                    l_1.named_gen,
                    l_1.named_gb,
                    l_1.model_gen,
                    l_1.model_variant,
                    l_1.storage_gb,
                    l_1.model,
                    l_1.district_found,
                    l_1.district,
                    l_1.district_from,
                    l_1.year_before,
                    l_1.income_found,
                    l_1.income_at,
                    l_1.income_median,
                    l_1.income_households,
                    l_1.earlier_found,
                    l_1.income_prev,
                    d.region AS known_region
                   FROM ( SELECT base.listing_id,
                            base.model_text,
                            base.postal_code,
                            base.price,
                            base.listed_at,
                            base.recorded_at,
                            base.words,
                            base.named_gen,
                            base.named_gb,
                            base.model_gen,
                            base.model_variant,
                            base.storage_gb,
                            base.model,
                            base.district_found,
                            base.district,
                            base.district_from,
                            base.year_before,
                            base.income_found,
                            base.income_at,
                            base.income_median,
                            base.income_households,
                            as_of_choice.earlier_found IS TRUE AS earlier_found,
                            as_of_choice.income_prev
                           FROM ( SELECT base_1.listing_id,
                                    base_1.model_text,
                                    base_1.postal_code,
                                    base_1.price,
                                    base_1.listed_at,
                                    base_1.recorded_at,
                                    base_1.words,
                                    base_1.named_gen,
                                    base_1.named_gb,
                                    base_1.model_gen,
                                    base_1.model_variant,
                                    base_1.storage_gb,
                                    base_1.model,
                                    base_1.district_found,
                                    base_1.district,
                                    base_1.district_from,
                                    base_1.year_before,
                                    as_of_choice_1.income_found IS TRUE AS income_found,
                                    as_of_choice_1.income_at,
                                    as_of_choice_1.income_median,
                                    as_of_choice_1.income_households
                                   FROM ( SELECT with_district.listing_id,
    with_district.model_text,
    with_district.postal_code,
    with_district.price,
    with_district.listed_at,
    with_district.recorded_at,
    with_district.words,
    with_district.named_gen,
    with_district.named_gb,
    with_district.model_gen,
    with_district.model_variant,
    with_district.storage_gb,
    with_district.model,
    with_district.district_found,
    with_district.district,
    with_district.district_from,
    with_district.recorded_at - '8760:00:00'::interval AS year_before
   FROM ( SELECT base_2.listing_id,
      base_2.model_text,
      base_2.postal_code,
      base_2.price,
      base_2.listed_at,
      base_2.recorded_at,
      base_2.words,
      base_2.named_gen,
      base_2.named_gb,
      base_2.model_gen,
      base_2.model_variant,
      base_2.storage_gb,
      base_2.model,
      as_of_choice_2.district_found IS TRUE AS district_found,
      as_of_choice_2.district,
      as_of_choice_2.district_from
     FROM ( SELECT listing_text.listing_id,
        listing_text.model_text,
        listing_text.postal_code,
        listing_text.price,
        listing_text.listed_at,
        listing_text.recorded_at,
        listing_text.words,
        listing_text.named_gen,
        listing_text.named_gb,
        listing_text_1.model_gen,
        listing_text_2.model_variant,
        listing_text_2.storage_gb,
        COALESCE((listing_text_1.model_gen::text || ' '::text) || listing_text_2.model_variant, 'other'::text) AS model
       FROM ( SELECT listing_text_3.listing_id,
          listing_text_3.model_text,
          listing_text_3.postal_code,
          listing_text_3.price,
          listing_text_3.listed_at,
          listing_text_3.recorded_at,
          listing_text_3.words,
          "substring"(listing_text_3.words, 'iphone *([0-9]{2})(?![0-9])'::text)::integer AS named_gen,
          "substring"(listing_text_3.words, '(?:^|[^0-9])(64|128|256|512|1024) *gb(?![a-z])'::text)::integer AS named_gb
         FROM ( SELECT listing_text_4.listing_id,
            listing_text_4.model_text,
            listing_text_4.postal_code,
            listing_text_4.price,
            listing_text_4.listed_at,
            listing_text_4.recorded_at,
            lower(listing_text_4.model_text COLLATE "C") AS words
           FROM ( SELECT l_2.listing_id,
              l_2.model_text,
              l_2.postal_code,
              l_2.price,
              l_2.listed_at,
              l_2.recorded_at
             FROM market.listings l_2) listing_text_4) listing_text_3) listing_text
         CROSS JOIN LATERAL ( SELECT
        CASE
         WHEN listing_text.named_gen >= 11 AND listing_text.named_gen <= 17 THEN listing_text.named_gen
         ELSE NULL::integer
        END AS model_gen
       OFFSET 0) listing_text_1
         CROSS JOIN LATERAL ( SELECT
        CASE
         WHEN listing_text_1.model_gen IS NOT NULL THEN
         CASE
          WHEN (listing_text.words ~ '(^|[^a-z])pro *max($|[^a-z])'::text) IS TRUE THEN 'pro max'::text
          WHEN (listing_text.words ~ '(^|[^a-z])pro($|[^a-z])'::text) IS TRUE THEN 'pro'::text
          WHEN (listing_text.words ~ '(^|[^a-z])plus($|[^a-z])'::text) IS TRUE THEN 'plus'::text
          WHEN (listing_text.words ~ '(^|[^a-z])mini($|[^a-z])'::text) IS TRUE THEN 'mini'::text
          ELSE 'base'::text
         END
         ELSE NULL::text
        END AS model_variant,
        CASE
         WHEN listing_text.named_gb IS NOT NULL THEN listing_text.named_gb
         WHEN (listing_text.words ~ '(^|[^0-9])1 *tb($|[^a-z])'::text) IS TRUE THEN 1024
         ELSE NULL::integer
        END AS storage_gb
       OFFSET 0) listing_text_2) base_2
       LEFT JOIN LATERAL ( SELECT true AS district_found,
        fact.district,
        fact.valid_from AS district_from
       FROM market.postal_districts fact
      WHERE fact.postal_code = base_2.postal_code AND fact.recorded_at <= base_2.recorded_at AND fact.valid_from <= base_2.recorded_at
      ORDER BY fact.valid_from DESC, fact.revision DESC
     LIMIT 1) as_of_choice_2 ON true) with_district) base_1
                                     LEFT JOIN LATERAL ( SELECT true AS income_found,
    fact.snapshot_at AS income_at,
    fact.median_income AS income_median,
    fact.households AS income_households
   FROM market.district_incomes fact
  WHERE fact.district = base_1.district AND fact.recorded_at <= base_1.recorded_at AND fact.snapshot_at > (base_1.recorded_at - '26304:00:00'::interval) AND fact.snapshot_at <= base_1.recorded_at
  ORDER BY fact.snapshot_at DESC, fact.revision DESC
 LIMIT 1) as_of_choice_1 ON true) base
                             LEFT JOIN LATERAL ( SELECT true AS earlier_found,
                                    fact.median_income AS income_prev
                                   FROM market.district_incomes fact
                                  WHERE fact.district = base.district AND fact.recorded_at <= base.year_before AND fact.snapshot_at > (base.year_before - '26304:00:00'::interval) AND fact.snapshot_at <= base.year_before
                                  ORDER BY fact.snapshot_at DESC, fact.revision DESC
                                 LIMIT 1) as_of_choice ON true) l_1
                     LEFT JOIN market.districts d ON d.district = l_1.district) located) l;
