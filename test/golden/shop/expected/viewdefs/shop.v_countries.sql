 SELECT country,
    order_cnt,
    turnover,
    place,
    COALESCE(country, 'unknown'::text) AS label
   FROM ( SELECT c.country,
            count(*) AS order_cnt,
            sum(o.total) AS turnover,
            rank() OVER (ORDER BY (sum(o.total)) DESC) AS place
           FROM sales.orders o
             LEFT JOIN crm.customers c ON c.customer_id = o.customer_id
          WHERE o.state = ANY (ARRAY['open'::text, 'paid'::text])
          GROUP BY c.country
         HAVING count(*) > '1'::bigint) step;
