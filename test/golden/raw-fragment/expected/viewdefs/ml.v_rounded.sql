 SELECT offer_id,
    price,
    round(price::numeric, '-2'::integer)::integer AS rounded
   FROM ( SELECT o.offer_id,
            o.price
           FROM shop.offers o) step;
