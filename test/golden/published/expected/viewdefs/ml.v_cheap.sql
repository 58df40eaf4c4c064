 SELECT offer_id,
    price
   FROM ml.v_priced p
  WHERE price < 100;
