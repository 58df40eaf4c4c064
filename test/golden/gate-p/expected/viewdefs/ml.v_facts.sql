 SELECT listing_id,
    price,
    maker,
    bid_cnt,
    top_bid,
    worst,
    COALESCE(top_bid, price) AS top_or_price
   FROM ( SELECT e.listing_id,
            e.price,
            e.maker,
            e.bid_cnt,
            e.top_bid,
            e.worst
           FROM ml.v_entry e) step;
