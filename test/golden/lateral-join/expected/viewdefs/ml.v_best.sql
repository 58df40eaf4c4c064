 SELECT o.offer_id,
    top.bid_id,
    top.amount
   FROM shop.offers o
     LEFT JOIN LATERAL ( SELECT b.bid_id,
            b.amount
           FROM shop.bids b
          WHERE b.offer_id = o.offer_id
          ORDER BY b.amount DESC, b.bid_id
         LIMIT 1) top ON true;
