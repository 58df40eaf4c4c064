 SELECT shop,
    count(*) AS jobs
   FROM garage.job j
  GROUP BY shop;
