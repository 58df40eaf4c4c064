 SELECT i.id,
    i.colour,
    p.item_cnt,
    p.ours_cnt,
    p.last_colour
   FROM shop.items i
     LEFT JOIN LATERAL ( SELECT count(*)::integer AS item_cnt,
            count(*) FILTER (WHERE items.email OPERATOR(ext.=) 'us@example.org'::ext.citext)::integer AS ours_cnt,
            max(items.other_colour) AS last_colour
           FROM shop.items
          WHERE items.colour = i.colour) p ON true;
