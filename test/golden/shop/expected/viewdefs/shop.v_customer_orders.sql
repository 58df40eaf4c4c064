 SELECT c.customer_id,
    c.country,
    p.order_cnt,
    p.rated_cnt,
    p.best_rating,
    p.mean_rating,
    p.last_order_at,
    p.rated_cnt::double precision / NULLIF(p.order_cnt, 0)::double precision AS rated_share
   FROM crm.customers c
     LEFT JOIN LATERAL ( SELECT count(*)::integer AS order_cnt,
            count(*) FILTER (WHERE real_orders.rated)::integer AS rated_cnt,
            max(real_orders.rating) AS best_rating,
            sum(real_orders.rating)::double precision / count(real_orders.rating)::double precision AS mean_rating,
            max(real_orders.placed_at) AS last_order_at
           FROM ( SELECT o.placed_at,
                    o.rating,
                    o.rating IS NOT NULL AS rated
                   FROM sales.orders o
                  WHERE o.state <> 'cancelled'::text AND o.customer_id = c.customer_id
                 OFFSET 0) real_orders) p ON true;
