select *
from (select "row".*, "price" >= (100) as "is_dear"
from (select "o".*
from (select "offers"."offer_id", "offers"."shop_id", "offers"."owner_id", "offers"."price", "offers"."sold", "offers"."rate"
from "up"."offers") as "o"
where "o"."price" is not NULL) as "row") as "p"
