SELECT
  step.offer_id,
  step.price,
  step_1.low,
  step_1.low < 7 AS is_low
FROM (SELECT o.offer_id, o.price FROM up.offers AS o) AS step
CROSS JOIN LATERAL (SELECT least(price, 7) AS low) AS step_1
