 SELECT l.listing_id,
    l.edited_at,
    l.price,
    l.has_quote,
    l.quote,
    l.quote_cnt,
    m.maker,
    b.bid_cnt,
    b.top_bid,
    p.worst,
    rank() OVER (PARTITION BY l.model ORDER BY l.edited_at) AS place
   FROM ( SELECT base.listing_id,
            base.model,
            base.price,
            base.edited_at,
            base.has_quote,
            base.quote,
            time_window.quote_cnt,
            time_window.best
           FROM ( SELECT base_1.listing_id,
                    base_1.model,
                    base_1.price,
                    base_1.edited_at,
                    as_of_choice.has_quote IS TRUE AS has_quote,
                    as_of_choice.quote
                   FROM shop.listings base_1
                     LEFT JOIN LATERAL ( SELECT true AS has_quote,
                            fact.quote
                           FROM shop.quotes fact
                          WHERE fact.model = base_1.model AND fact.recorded_at <= base_1.edited_at AND fact.quoted_at <= base_1.edited_at
                          ORDER BY fact.quoted_at DESC, fact.dealer
                         LIMIT 1) as_of_choice ON true) base
             JOIN LATERAL ( SELECT count(*)::integer AS quote_cnt,
                    max(fact.quote) AS best
                   FROM shop.quotes fact
                  WHERE fact.model = base.model AND fact.recorded_at <= base.edited_at AND fact.quoted_at >= (base.edited_at - '720:00:00'::interval) AND fact.quoted_at < base.edited_at) time_window ON true) l
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
