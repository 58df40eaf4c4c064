WITH busy AS (
  SELECT v.customer_id, v.order_cnt AS score FROM shop.v_customer_orders AS v WHERE v.order_cnt >= 3
)
SELECT
  busy.customer_id,
  busy.score,
  'busy' AS why
FROM busy
WHERE EXISTS (
    SELECT o.order_id FROM sales.orders AS o WHERE o.customer_id = busy.customer_id AND o.total > '100'
  )
UNION ALL
(
  SELECT DISTINCT ON (o.customer_id) coalesce(o.customer_id, '0') AS customer_id, 1 AS score, 'recent' AS why
  FROM sales.orders AS o
  WHERE o.placed_at > '2025-01-01T00:00:00.000Z'::timestamp with time zone
  ORDER BY o.customer_id, o.placed_at DESC
)
ORDER BY customer_id
LIMIT 1000
