 SELECT listing_id,
    mature,
    sold
   FROM ( SELECT base.listing_id,
            base.district_id,
            base.price,
            base.edited_at,
            base.imported_up_to,
            ((base.edited_at + '720:00:00'::interval) <= base.imported_up_to) IS TRUE AS mature,
                CASE
                    WHEN (base.edited_at + '720:00:00'::interval) <= base.imported_up_to THEN label_window.sold
                    ELSE NULL::boolean
                END AS sold
           FROM shop.listings base
             JOIN LATERAL ( SELECT count(*) > 0 AS sold
                   FROM shop.sales fact
                  WHERE fact.listing_id = base.listing_id AND fact.sold_at > base.edited_at AND fact.sold_at <= (base.edited_at + '720:00:00'::interval)) label_window ON true) l;
