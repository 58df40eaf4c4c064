 SELECT l.listing_id,
    known.sale_id,
    known.price AS sale_price
   FROM shop.listings l
     JOIN LATERAL ( SELECT s.sale_id,
            s.price
           FROM shop.sales s
          WHERE s.listing_id = l.listing_id AND s.recorded_at <= l.edited_at) known ON true;
