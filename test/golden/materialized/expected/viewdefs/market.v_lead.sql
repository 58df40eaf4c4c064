 WITH priced_once AS MATERIALIZED (
         SELECT b.lot,
            b.bidder,
            b.price
           FROM market.bid b
          WHERE b.price IS NOT NULL
        ), ranked_once AS MATERIALIZED (
         SELECT ranked.lot,
            ranked.bidder,
            ranked.price,
            ranked.place,
            ranked.place = '1'::bigint AS is_first
           FROM ( SELECT p.lot,
                    p.bidder,
                    p.price,
                    rank() OVER (PARTITION BY p.lot ORDER BY p.price DESC) AS place
                   FROM priced_once p) ranked
        )
 SELECT r.lot,
    r.bidder,
    r.place,
    first.price AS highest,
    "all".price AS of_one
   FROM ranked_once r
     JOIN ranked_once first ON first.lot = r.lot
     LEFT JOIN priced_once "all" ON "all".lot = r.lot AND "all".bidder = 1
  WHERE first.is_first = true;
