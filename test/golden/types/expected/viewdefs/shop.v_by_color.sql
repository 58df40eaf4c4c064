 SELECT i.id,
    i.color,
    p.item_cnt,
    p.ours_cnt,
    p.last_color
   FROM shop.items i
     LEFT JOIN LATERAL ( SELECT count(*)::integer AS item_cnt,
            count(*) FILTER (WHERE items.email OPERATOR(ext.=) 'us@example.org'::ext.citext)::integer AS ours_cnt,
            max(items.other_color) AS last_color
           FROM shop.items
          WHERE items.color = i.color) p ON true;
