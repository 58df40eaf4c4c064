 SELECT id,
    ref.opaque() AS seven
   FROM up.offers o;
