 WITH busy AS (
         SELECT v.customer_id,
            v.order_cnt AS score
           FROM shop.v_customer_orders v
          WHERE v.order_cnt >= 3
        )
 SELECT busy.customer_id,
    busy.score,
    'busy'::text AS why
   FROM busy
  WHERE (EXISTS ( SELECT o.order_id
           FROM sales.orders o
          WHERE o.customer_id = busy.customer_id AND o.total > '100'::numeric))
UNION ALL
( SELECT DISTINCT ON (o.customer_id) COALESCE(o.customer_id, '0'::bigint) AS customer_id,
    1 AS score,
    'recent'::text AS why
   FROM sales.orders o
  WHERE o.placed_at > '2025-01-01 00:00:00+00'::timestamp with time zone
  ORDER BY o.customer_id, o.placed_at DESC)
  ORDER BY 1
 LIMIT 1000;
