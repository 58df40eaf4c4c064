 SELECT offer_id,
    price,
    edited_hour,
    listed_at
   FROM ml.v_entry e;
