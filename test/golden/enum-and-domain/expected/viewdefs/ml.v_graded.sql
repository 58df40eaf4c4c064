 SELECT offer_id,
    state,
    rebate,
    state = 'reserved'::shop.state AS is_reserved,
    100 - rebate::integer AS paid_share
   FROM ( SELECT o.offer_id,
            o.state,
            o.rebate
           FROM shop.offers o
          WHERE o.state <> 'sold'::shop.state) step;
