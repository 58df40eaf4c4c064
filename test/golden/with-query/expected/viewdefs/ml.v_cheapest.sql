 WITH lowest AS (
         SELECT o.shop_id,
            min(o.price) AS price
           FROM shop.offers o
          GROUP BY o.shop_id
        )
 SELECT shop_id,
    price
   FROM lowest;
