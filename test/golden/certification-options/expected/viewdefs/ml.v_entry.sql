 SELECT offer_id,
    edited_at,
    listed_at,
    price,
    EXTRACT(hour FROM (edited_at AT TIME ZONE 'UTC'::text))::integer AS edited_hour
   FROM ( SELECT o.offer_id,
            o.edited_at,
            o.listed_at,
            o.price
           FROM shop.offers o) step;
