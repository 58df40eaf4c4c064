 SELECT shop_id,
    offer_cnt,
    priced_cnt,
    max_price,
    priced_cnt::double precision / NULLIF(offer_cnt, 0)::double precision AS priced_share
   FROM ( SELECT s.shop_id,
            p.offer_cnt,
            p.priced_cnt,
            p.max_price
           FROM shop.shops s
             LEFT JOIN LATERAL ( SELECT count(*)::integer AS offer_cnt,
                    count(*) FILTER (WHERE offers.price IS NOT NULL)::integer AS priced_cnt,
                    max(offers.price) AS max_price
                   FROM shop.offers
                  WHERE offers.shop_id = s.shop_id) p ON true) step;
