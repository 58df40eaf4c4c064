 SELECT offer_id,
    edited_at,
    price
   FROM shop.offers o;
