 SELECT id,
    color,
    other_color,
    colors,
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
    color = 'red'::shop.color AS is_red,
    color = ANY (ARRAY['red'::shop.color, 'Émeraude'::shop.color]) AS is_bright,
    color = ANY (colors) AS has_main,
        CASE
            WHEN color > 'red'::shop.color THEN color
            ELSE NULL::shop.color
        END AS late_color,
    'red'::shop.color AS as_color,
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
            i.color,
            i.other_color,
            i.colors,
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
          WHERE i.color <> 'green'::shop.color) step;
