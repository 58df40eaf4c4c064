 SELECT "valueOf".constructor,
    "valueOf"."toString",
    "valueOf"."hasOwnProperty",
    "valueOf".__proto__,
    "valueOf"."propertyIsEnumerable",
    "valueOf"."valueOf",
    "valueOf".made,
    "valueOf"."2021",
    "valueOf"."toLocaleString",
    "valueOf"."1999",
    step_1."isPrototypeOf",
    step_1."isPrototypeOf" + 1 AS "__defineGetter__"
   FROM ( SELECT constructor.constructor,
            constructor."toString",
            constructor."hasOwnProperty",
            "toString".__proto__,
            "toString"."propertyIsEnumerable",
            constructor."valueOf",
            constructor.made,
            constructor."2021",
            "toString"."toLocaleString",
            constructor."1999"
           FROM ( SELECT __proto__.constructor,
                    __proto__."valueOf",
                    __proto__."toString",
                    __proto__.made,
                    __proto__."hasOwnProperty",
                    __proto__."2021",
                    __proto__."1999"
                   FROM constructor.__proto__) constructor
             LEFT JOIN LATERAL ( SELECT count(*)::integer AS "propertyIsEnumerable",
                    max("toString_1".__proto__) FILTER (WHERE true) AS __proto__,
                    max("toString_1"."isPrototypeOf") FILTER (WHERE true) AS "toLocaleString"
                   FROM ( SELECT __proto__.__proto__,
                            "toString_1_1"."isPrototypeOf"
                           FROM constructor.__proto__
                             CROSS JOIN LATERAL ( SELECT __proto__.prototype + 1 AS "isPrototypeOf"
                                 OFFSET 0) "toString_1_1"
                          WHERE __proto__."valueOf" = constructor."valueOf"
                         OFFSET 0) "toString_1") "toString" ON true) "valueOf"
     CROSS JOIN LATERAL ( SELECT "valueOf".constructor + 1 AS "isPrototypeOf") step_1;
