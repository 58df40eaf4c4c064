 SELECT offer_id,
    price,
    ml.clamp(price, 10, 1000) AS clamped
   FROM ( SELECT o.offer_id,
            o.price
           FROM shop.offers o) step;
