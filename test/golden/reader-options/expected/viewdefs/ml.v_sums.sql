 SELECT offer_id,
    views,
    weight,
    views * '2'::bigint AS doubled
   FROM ( SELECT o.offer_id,
            o.views,
            o.weight
           FROM shop.offers o) step;
