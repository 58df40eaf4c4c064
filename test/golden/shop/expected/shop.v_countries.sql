SELECT
  step.country,
  step.order_cnt,
  step.turnover,
  step.place,
  coalesce(step.country, 'unknown') AS label
FROM (
  SELECT
    c.country,
    count(*) AS order_cnt,
    sum(o.total) AS turnover,
    rank() over (order by sum(o.total) desc) AS place
  FROM sales.orders AS o
  LEFT JOIN crm.customers AS c ON c.customer_id = o.customer_id
  WHERE o.state IN ('open', 'paid')
  GROUP BY c.country
  HAVING count(*) > '1'
) AS step
