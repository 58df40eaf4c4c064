 SELECT city,
    people
   FROM ref.cities c
  WHERE people IS NOT NULL;
