 SELECT priced.offer_id,
    priced.price,
    priced_1.is_priced,
    priced_1.is_priced AND priced.price < 100 AS is_cheap
   FROM ( SELECT o.offer_id,
            o.price
           FROM shop.offers o) priced
     CROSS JOIN LATERAL ( SELECT priced.price IS NOT NULL AS is_priced) priced_1;
