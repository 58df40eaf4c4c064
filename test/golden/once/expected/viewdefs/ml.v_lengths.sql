 SELECT offer_id,
    digits,
    digits + digits AS twice
   FROM ( SELECT p.offer_id,
            p.digits
           FROM ( SELECT parts.offer_id,
                    parts.price,
                    parts_1.digits
                   FROM ( SELECT o.offer_id,
                            o.price
                           FROM shop.offers o) parts
                     CROSS JOIN LATERAL ( SELECT length(parts.price::text) AS digits
                         OFFSET 0) parts_1) p) step;
