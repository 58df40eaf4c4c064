 SELECT o.offer_id AS id,
    o.price AS amount,
    'offer'::text AS kind
   FROM shop.offers o
UNION ALL
 SELECT r.request_id AS id,
    r.budget AS amount,
    'request'::text AS kind
   FROM shop.requests r;
