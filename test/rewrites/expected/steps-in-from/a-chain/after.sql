SELECT
  step.offer_id,
  step.price,
  step_1.twice,
  step_1.twice + 1 AS more
FROM (SELECT o.offer_id, o.price FROM up.offers AS o) AS step
CROSS JOIN LATERAL (SELECT step.price * 2 AS twice) AS step_1
