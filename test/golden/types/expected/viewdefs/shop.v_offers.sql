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
   FROM ( SELECT i.id,
            i.colour,
            i.other_colour,
            i.colours,
            i.mood,
            i.rebate,
            i.rebates,
            i.firm,
            i.firmer,
            i.tags,
            i.price,
            i.sizes,
            i.email,
            i.path,
            i.place,
            i.title,
            i.brand
           FROM shop.items i
          WHERE i.colour <> 'green'::shop.colour) step;
