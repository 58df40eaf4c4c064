 SELECT offer_id,
    bid_cnt,
    highest
   FROM ( SELECT o.offer_id,
            o.edited_at,
            b.bid_cnt,
            b.high_cnt,
            b.highest
           FROM shop.offers o
             LEFT JOIN LATERAL ( SELECT count(*)::integer AS bid_cnt,
                    count(*) FILTER (WHERE bids.amount >= 100)::integer AS high_cnt,
                    max(bids.amount) AS highest
                   FROM shop.bids
                  WHERE bids.offer_id = o.offer_id) b ON true) bid;
