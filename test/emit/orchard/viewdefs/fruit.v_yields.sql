 SELECT t.tree_id
   FROM "Farm".trees t;
