 SELECT o.offer_id,
    s.city
   FROM shop.offers o
     LEFT JOIN shop.shops s ON s.shop_id = o.shop_id;
