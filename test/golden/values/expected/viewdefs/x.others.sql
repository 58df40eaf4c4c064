 SELECT id,
    '0002-03-04 05:06:07.008+00 BC'::timestamp with time zone AS before_christ,
    '12345-01-02 00:00:00+00'::timestamp with time zone AS five_digits,
    ARRAY['2024-01-01 00:00:00+00'::timestamp with time zone, NULL::timestamp with time zone] AS moments,
    '\x00ff'::bytea AS bytes,
    '{"at": "2024-01-01T00:00:00.000Z", "\\u0000": ["\\u0000", null, {"x": -1000000000000000000000}]}'::jsonb AS "json",
    '{"__proto__": 1, "constructor": 2}'::jsonb AS own_proto,
    ARRAY[ARRAY[1], ARRAY[2]] AS nested
   FROM ( SELECT t.id
           FROM up.t
          WHERE true) step;
