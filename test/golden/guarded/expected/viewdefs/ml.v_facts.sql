 SELECT offer_id,
    price
   FROM ml.v_entry e;
