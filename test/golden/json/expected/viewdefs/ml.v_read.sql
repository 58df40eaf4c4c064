 SELECT offer_id,
    extra,
        CASE
            WHEN (extra ->> 'stars'::text) ~ '^0*[0-9]{1,10}$'::text THEN
            CASE
                WHEN ((extra ->> 'stars'::text)::bigint) <= 2147483647 THEN (extra ->> 'stars'::text)::integer
                ELSE NULL::integer
            END
            ELSE NULL::integer
        END AS stars,
    COALESCE(lower(btrim(extra ->> 'is_new'::text, ' 	
'::text) COLLATE "C") = ANY (ARRAY['t'::text, 'tr'::text, 'tru'::text, 'true'::text, 'y'::text, 'ye'::text, 'yes'::text, 'on'::text, '1'::text]), false) AS is_new,
    (extra -> 'look'::text) ->> 'color'::text AS color
   FROM ( SELECT o.offer_id,
            o.extra
           FROM shop.offers o) step;
