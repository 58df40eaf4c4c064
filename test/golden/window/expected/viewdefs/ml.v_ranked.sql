 SELECT offer_id,
    shop_id,
    row_number() OVER (PARTITION BY shop_id ORDER BY price DESC, offer_id) AS place
   FROM shop.offers o;
