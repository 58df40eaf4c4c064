 SELECT step.constructor,
    step."toString",
    step."hasOwnProperty",
    step.__proto__,
    step."propertyIsEnumerable",
    step."valueOf",
    step.made,
    step."2021",
    step."toLocaleString",
    step."1999",
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
           FROM ( SELECT "toString_1".constructor,
                    "toString_1"."valueOf",
                    "toString_1"."toString",
                    "toString_1".__proto__,
                    "toString_1".made,
                    "toString_1".prototype,
                    "toString_1"."hasOwnProperty",
                    "toString_1"."2021",
                    "toString_1"."1999",
                    "toString_1_1"."isPrototypeOf"
                   FROM ( SELECT __proto__.constructor,
                            __proto__."valueOf",
                            __proto__."toString",
                            __proto__.__proto__,
                            __proto__.made,
                            __proto__.prototype,
                            __proto__."hasOwnProperty",
                            __proto__."2021",
                            __proto__."1999"
                           FROM constructor.__proto__) "toString_1"
                     CROSS JOIN LATERAL ( SELECT "toString_1".prototype + 1 AS "isPrototypeOf"
                         OFFSET 0) "toString_1_1") constructor
             LEFT JOIN LATERAL ( SELECT count(*)::integer AS "propertyIsEnumerable",
                    max("toString_1".__proto__) FILTER (WHERE true) AS __proto__,
                    max("toString_1"."isPrototypeOf") FILTER (WHERE true) AS "toLocaleString"
                   FROM ( SELECT "toString_2".constructor,
                            "toString_2"."valueOf",
                            "toString_2"."toString",
                            "toString_2".__proto__,
                            "toString_2".made,
                            "toString_2".prototype,
                            "toString_2"."hasOwnProperty",
                            "toString_2"."2021",
                            "toString_2"."1999",
                            "toString_2"."isPrototypeOf"
                           FROM ( SELECT "toString_3".constructor,
                                    "toString_3"."valueOf",
                                    "toString_3"."toString",
                                    "toString_3".__proto__,
                                    "toString_3".made,
                                    "toString_3".prototype,
                                    "toString_3"."hasOwnProperty",
                                    "toString_3"."2021",
                                    "toString_3"."1999",
                                    "toString_1_1"."isPrototypeOf"
                                   FROM ( SELECT __proto__.constructor,
    __proto__."valueOf",
    __proto__."toString",
    __proto__.__proto__,
    __proto__.made,
    __proto__.prototype,
    __proto__."hasOwnProperty",
    __proto__."2021",
    __proto__."1999"
   FROM constructor.__proto__) "toString_3"
                                     CROSS JOIN LATERAL ( SELECT "toString_3".prototype + 1 AS "isPrototypeOf"
 OFFSET 0) "toString_1_1") "toString_2"
                          WHERE "toString_2"."valueOf" = constructor."valueOf"
                         OFFSET 0) "toString_1") "toString" ON true) step
     CROSS JOIN LATERAL ( SELECT step.constructor + 1 AS "isPrototypeOf") step_1;
