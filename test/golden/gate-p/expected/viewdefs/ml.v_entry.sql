 SELECT l.listing_id,
    l.edited_at,
    l.price,
    m.maker,
    b.bid_cnt,
    b.top_bid,
    p.worst,
    rank() OVER (PARTITION BY l.model ORDER BY l.edited_at) AS place
   FROM shop.listings l
     LEFT JOIN LATERAL ( SELECT count(*)::integer AS bid_cnt,
            max(known_bids.amount) AS top_bid
           FROM ( SELECT b_1.listing_id,
                    b_1.amount
                   FROM shop.bids b_1
                     JOIN shop.listings l_1 ON l_1.listing_id = b_1.listing_id
                  WHERE b_1.recorded_at <= l_1.edited_at) known_bids
          WHERE known_bids.listing_id = l.listing_id) b ON true
     LEFT JOIN LATERAL ( SELECT max(photos.damage) AS worst
           FROM shop.photos
          WHERE photos.listing_id = l.listing_id) p ON true
     LEFT JOIN shop.models m ON m.model = l.model;
