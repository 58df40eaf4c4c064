 SELECT month_at,
    percentile_disc(ARRAY[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]::double precision[]) WITHIN GROUP (ORDER BY median_income) AS income_cuts
   FROM ( SELECT DISTINCT ON (m.month_at, i_1.district) m.month_at,
            i_1.district,
            i_1.median_income
           FROM market.district_incomes i_1
             JOIN ( SELECT (months.at AT TIME ZONE 'UTC'::text) AS timezone
                   FROM generate_series('2022-01-01 00:00:00'::timestamp without time zone, '2030-12-01 00:00:00'::timestamp without time zone, '1 mon'::interval) months(at)) m(month_at) ON true
          WHERE i_1.snapshot_at <= m.month_at AND i_1.recorded_at <= m.month_at
          ORDER BY m.month_at, i_1.district, i_1.snapshot_at DESC, i_1.revision DESC) i
  GROUP BY month_at;
