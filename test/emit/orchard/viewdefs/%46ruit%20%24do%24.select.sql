 SELECT v_yields.tree_id
   FROM fruit.v_yields;
