 SELECT shop_id,
    count(*) AS offer_cnt,
    min(price) AS min_price
   FROM shop.offers o
  GROUP BY shop_id
 HAVING count(*) > '2'::bigint;
