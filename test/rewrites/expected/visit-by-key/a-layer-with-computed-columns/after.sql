SELECT
  s.shop_id,
  p.dear_cnt
FROM up.shops AS s
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE priced.is_dear)::integer AS dear_cnt
  FROM (
    SELECT priced.*
    FROM (
      SELECT priced.*, priced.price >= 100 AS is_dear
      FROM (
        SELECT o.offer_id, o.shop_id, o.owner_id, o.price, o.sold, o.rate
        FROM up.offers AS o
        WHERE o.price IS NOT NULL
      ) AS priced
    ) AS priced
    WHERE priced.shop_id = s.shop_id
    OFFSET 0
  ) AS priced
) AS p ON TRUE
