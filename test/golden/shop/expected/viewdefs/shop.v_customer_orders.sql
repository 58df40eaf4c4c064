 SELECT customer_id,
    country,
    order_cnt,
    rated_cnt,
    best_rating,
    mean_rating,
    last_order_at,
    rated_cnt::double precision / NULLIF(order_cnt, 0)::double precision AS rated_share
   FROM ( SELECT c.customer_id,
            c.country,
            p.order_cnt,
            p.rated_cnt,
            p.best_rating,
            p.mean_rating,
            p.last_order_at
           FROM crm.customers c
             LEFT JOIN LATERAL ( SELECT count(*)::integer AS order_cnt,
                    count(*) FILTER (WHERE real_orders.rated)::integer AS rated_cnt,
                    max(real_orders.rating) AS best_rating,
                    sum(real_orders.rating)::double precision / count(real_orders.rating)::double precision AS mean_rating,
                    max(real_orders.placed_at) AS last_order_at
                   FROM ( SELECT real_orders_1.order_id,
                            real_orders_1.customer_id,
                            real_orders_1.placed_at,
                            real_orders_1.total,
                            real_orders_1.state,
                            real_orders_1.rating,
                            real_orders_1.rated
                           FROM ( SELECT real_orders_2.order_id,
                                    real_orders_2.customer_id,
                                    real_orders_2.placed_at,
                                    real_orders_2.total,
                                    real_orders_2.state,
                                    real_orders_2.rating,
                                    real_orders_2.rating IS NOT NULL AS rated
                                   FROM ( SELECT o.order_id,
    o.customer_id,
    o.placed_at,
    o.total,
    o.state,
    o.rating
   FROM sales.orders o
  WHERE o.state <> 'canceled'::text) real_orders_2) real_orders_1
                          WHERE real_orders_1.customer_id = c.customer_id
                         OFFSET 0) real_orders) p ON true) step;
