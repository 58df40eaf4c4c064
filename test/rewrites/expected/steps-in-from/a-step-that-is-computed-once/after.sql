SELECT
  step.offer_id,
  step.price,
  step_1.twice,
  step_1.twice + step_1.twice AS sum_of_both
FROM (SELECT o.offer_id, o.price FROM up.offers AS o) AS step
CROSS JOIN LATERAL (SELECT step.price * 2 AS twice OFFSET 0) AS step_1
