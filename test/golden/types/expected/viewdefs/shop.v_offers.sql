 SELECT id,
    colour,
    other_colour,
    colours,
    mood,
    rebate,
    rebates,
    firm,
    firmer,
    tags,
    price,
    sizes,
    email,
    path,
    place,
    title,
    brand,
    colour = 'red'::shop.colour AS is_red,
    colour = ANY (ARRAY['red'::shop.colour, 'Émeraude'::shop.colour]) AS is_bright,
    colour = ANY (colours) AS has_main,
        CASE
            WHEN colour > 'red'::shop.colour THEN colour
            ELSE NULL::shop.colour
        END AS late_colour,
    'red'::shop.colour AS as_colour,
        CASE
            WHEN rebate::integer > 50 THEN 'high'::text
            ELSE 'low'::text
        END::shop.grade AS grade,
    (price).amount AS amount,
    (price)."Odd field" AS price_mood,
    email OPERATOR(ext.=) 'Us@Example.org'::ext.citext AS is_ours,
    sizes @> 1::double precision AS is_small,
    place IS NOT NULL AS has_place,
    brand = 'ACME'::text AS is_famous
   FROM shop.items i
  WHERE colour <> 'green'::shop.colour;
