 SELECT offer_id,
    price
   FROM shop.offers o
  WHERE price IS NOT NULL;
