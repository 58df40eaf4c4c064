import { type DiagnosticEntry, lines } from './entry.js'

/** FS201 to FS208: declared objects that Postgres refuses, and queries that the analysis cannot read. */
export const resolution = {
  FS201: {
    title: 'source table refused by Postgres',
    explanation:
      'The embedded Postgres refuses to create a source table as it is declared; its own message is quoted. Correct the types, the columns or the key of the source. Types that are not built in have to be declared, with enumType, domainType and the like.',
    example: lines`
      source('up.places', 'Places.', { key: ['id'], columns: { id: …, at: sqlType('geometry', 'Point.') } })

      fusion.config.ts:12 FS201 up.places: Postgres refuses the source table up.places: type "geometry" does not exist, near "geometry NOT NULL,".
        Correct the types, the columns or the key of the source.`,
  },
  FS202: {
    title: 'view refused by Postgres',
    explanation:
      'The embedded Postgres refuses to create a view, because of a type, a function or raw SQL that it does not accept; its own message is quoted. The diagnostic points at the expression if Postgres reports its position.',
    example: lines`
      column('Month.', sql\`date_trunc('month', id)\`)

      fusion.config.ts:12 FS202 shop.big.month: Postgres refuses the view shop.big: function date_trunc(unknown, integer) does not exist, near "date_trunc('month', id) AS month".
          date_trunc('month', id) AS month
        No function matches the given name and argument types. You might need to add explicit type casts.`,
  },
  FS203: {
    title: 'unknown kind of node',
    explanation:
      'The query that Postgres stored contains a kind of node that the analysis does not know, so the columns above it cannot be analyzed. Write the expression in another way, or report the kind so that a rule for it can be added.',
    example: lines`
      -- a view with an expression that a later version of Postgres has added

      s.v FS203 The query of s.v contains a node of kind NEWTHING, which the analysis does not support.
        Rewrite the expression, or report the node kind so that a rule can be added.`,
  },
  FS204: {
    title: 'view columns that differ from the declaration',
    explanation:
      'The columns of the view in Postgres differ from the declaration, usually because raw SQL adds a column or a name. Select one expression for each column, name each of them, and keep the declared order.',
    example: lines`
      db.selectFrom('o').select(['o.id', sql\`o.amount AS twice, o.amount\`.as('n')])

      fusion.config.ts:11 FS204 shop.big.n: Column 2 of shop.big is declared as n, but Postgres returns twice.
        Use names of at most 63 bytes for output columns, and select them in the declared order.`,
  },
  FS205: {
    title: 'upstream type refused by Postgres',
    explanation:
      'The embedded Postgres refuses the stand-in for an upstream type, or the extension has no type of that name. Declare the type as it is in the database.',
    example: lines`
      domainType('shop.price', { base: integer, check: 'VALUE > nothing' })

      fusion.config.ts:11 FS205 shop.price: Postgres refuses the domain shop.price: column "nothing" does not exist.
        Declare it as it is in the database.`,
  },
  FS206: {
    title: 'layer or aggregate that is not valid on its own',
    explanation:
      'Postgres accepts a view but not one of its layers or aggregates on its own: raw SQL in it uses a name of the surrounding query. In another query, that name would mean something else. Read the column as an input of the layer.',
    example: lines`
      const big = layer('big', 'Big.', { c: customers }, (db) =>
        db.selectFrom('c').select('c.id').where(sql\`amount > 6\`))
      // read inside of a query over orders, which has an amount

      fusion.config.ts:6 FS206 big: Postgres refuses "big" by itself: column "amount" does not exist, near "amount > 6".
          amount > 6
        A name in its raw SQL refers to a column of an enclosing query. Read that column as an input instead.`,
  },
  FS207: {
    title: 'function body refused, or with undeclared uses',
    explanation:
      'Postgres refuses the body of a declared function, or the body reads a relation or calls a function that its "uses" does not list, or a view calls the function in raw SQL instead of through its declaration. Everything used has to be declared, so that it is created first and changes to it are noticed.',
    example: lines`
      sqlFunction('shop.net', { …, args: { gross: integer }, body: 'RETURN gros * 100 / 119' })

      fusion.config.ts:11 FS207 shop.net: Postgres refuses the function shop.net: column "gros" does not exist, near "gros * 100 / 119".
        Correct the body, the arguments or the result. Everything that it reads and calls must be listed in \`uses\`.`,
  },
  FS208: {
    title: 'an invariant does not hold for every row (a note)',
    explanation:
      'This is a note of fusion build, not an error: an invariant is not proven, and the build found rows of the sources for which it is not true. Columns that are not listed are NULL in these rows. Such rows may never come; a certification that reads them checks the invariant.',
    example: lines`
      offers.invariants((eb) => ({ positive: column('A price is positive.', isNotTrue(eb('price', '<=', 0))) }))

      views/offers.ts:12 FS208 offers.positive: the invariant "positive" does not hold for every row: it is broken with shop.offers (id = 1, price = 0)
        Correct the query or the invariant. If such rows never come, leave it: a certification that reads these rows checks it.`,
  },
} as const satisfies Record<`FS2${string}`, DiagnosticEntry>

/** FS211 to FS227: what makes the value of a certified feature depend on anything but the data. */
export const determinism = {
  FS211: {
    title: 'reads the clock',
    explanation:
      'A certified view reads the time of the query, so the same rows give a different value tomorrow, and a model is trained on values that cannot be reproduced. Compare with a time that is in the data, such as the time at which the row was written.',
    example: lines`
      sql\`extract(day FROM now() - o.edited_at)::integer\`.as('age_days')

      fusion.config.ts:15 FS211 shop.entry.age_days: now() reads the clock, so the answer depends on the time of the query
          extract(day FROM now() - o.edited_at)::integer
        Compare with a time stored in the data, such as the time at which the row was written.`,
  },
  FS212: {
    title: 'reads text as a date or time',
    explanation:
      "A certified view casts text to a date or time when the query runs. The texts 'now' and 'today' are dates too, and the format depends on DateStyle. Have the source provide a date, or parse the text with to_date and a fixed pattern.",
    example: lines`
      sql\`o.note::date IS NOT NULL\`.as('has_date')

      fusion.config.ts:15 FS212 shop.entry.has_date: text::date reads text as a date or time when the query runs, where 'now' and 'today' are dates too
          o.note::date IS NOT NULL
        Use a date or time column of the source, or parse the text with a fixed pattern, such as to_date(…, 'YYYY-MM-DD').`,
  },
  FS213: {
    title: 'random value',
    explanation:
      'A certified view calls a function that returns a different value on every call, such as random(). Use a hash of the key instead: it is distributed as evenly and does not change.',
    example: lines`
      sql\`random()\`.as('split')

      fusion.config.ts:15 FS213 shop.entry.split: random() returns a different value on every call
          random()
        Use a hash of the key, which is evenly distributed and does not change.`,
  },
  FS214: {
    title: 'reads or moves a sequence',
    explanation:
      'A certified view reads or advances a sequence, so each read changes what the next one gives. Number the rows by the data, such as row_number() OVER (ORDER BY the key).',
    example: lines`
      sql\`lastval()::integer\`.as('number')

      fusion.config.ts:15 FS214 shop.entry.number: lastval() reads or moves a sequence
          lastval()::integer
        Number rows by their data, such as row_number() OVER (ORDER BY the key).`,
  },
  FS215: {
    title: 'depends on the role or the session',
    explanation:
      'The value depends on who reads the view, or on a setting of the session, so two readers could get different features. Pass the value explicitly, or have the source provide it.',
    example: lines`
      sql\`current_user = o.note\`.as('is_mine')

      fusion.config.ts:15 FS215 shop.entry.is_mine: CURRENT_USER depends on the role or the state of the session
          current_user = o.note
        Pass the session setting as an explicit argument, or use a value of the source.`,
  },
  FS216: {
    title: 'sample without REPEATABLE',
    explanation:
      'TABLESAMPLE takes a different sample on every query unless REPEATABLE gives it a seed. Add REPEATABLE (…), or choose rows by a hash of their key.',
    example: lines`
      sql\`(SELECT count(*) FROM up.orders TABLESAMPLE system (10))\`.as('share')

      fusion.config.ts:15 FS216 shop.entry.share: TABLESAMPLE of up.orders takes a different sample on every query; add REPEATABLE
          (SELECT count(*) FROM up.orders TABLESAMPLE system (10))
        Add REPEATABLE (…), or select rows by a hash of their key.`,
  },
  FS217: {
    title: 'depends on TimeZone or DateStyle',
    explanation:
      "The value depends on the time zone or the date format of the reader's session. Convert to a fixed zone first, with AT TIME ZONE 'UTC', and write dates as text by a pattern.",
    example: lines`
      sql\`o.edited_at::date > o.delivered_on\`.as('is_late')

      fusion.config.ts:15 FS217 shop.entry.is_late: date(timestamp with time zone) depends on the session's TimeZone or DateStyle
          o.edited_at::date > o.delivered_on
        Convert to a fixed time zone first (AT TIME ZONE 'UTC'), and format with a pattern, such as to_char(…, 'YYYY-MM-DD').`,
  },
  FS218: {
    title: 'calls a volatile function',
    explanation:
      'The view calls a function that is declared VOLATILE, so Postgres guarantees nothing about its value. Compute the value from columns of the data. If the function is deterministic, have its owner declare it so.',
    example: lines`
      sql\`pg_sleep(0)::text\`.as('x')

      fusion.config.ts:15 FS218 shop.entry.x: pg_sleep(double precision) is volatile: Postgres guarantees nothing about its value
          pg_sleep(0)::text
        Compute the value from columns of the data.`,
  },
  FS219: {
    title: 'depends on where rows are stored',
    explanation:
      'The value depends on where a row is stored, such as its ctid, which VACUUM and every update may change. Identify rows by the key of their table.',
    example: lines`
      sql\`o.ctid IS NOT NULL\`.as('at')

      fusion.config.ts:15 FS219 shop.entry.at: ctid of up.orders depends on where a row is stored
          o.ctid IS NOT NULL
        Identify rows by the key of their table.`,
  },
  FS220: {
    title: 'reads the state of the server',
    explanation:
      'A certified view reads a catalog or the statistics of the server, which change with every deployment and differ on every server. Read a source table instead.',
    example: lines`
      sql\`(SELECT count(*) FROM pg_catalog.pg_class)::integer\`.as('tables')

      fusion.config.ts:14 FS220 shop.entry.tables: pg_catalog.pg_class reads the server's own state
        Read a source table of the store instead.`,
  },
  FS221: {
    title: 'certified output of a date or time type',
    explanation:
      'A certified output has a date or time type, which may be the time at which a feature was computed and would mean something else to a model later. Select a number instead, such as the days between two dates of the data, or declare the column as intended and give a reason.',
    example: lines`
      db.selectFrom('o').select(['o.id', 'o.edited_at', 'o.delivered_on'])

      fusion.config.ts:15 FS221 shop.entry.delivered_on: a certified output has a date or time type: date
        Return what a model needs, such as the number of days between two times in the data. If it is intended, declare the reason: certification({ moments: { "delivered_on": '…' } }).`,
  },
  FS222: {
    title: 'certified output computed from the T0 alone',
    explanation:
      'A feature is computed from the T0 alone, so a model would learn when a row was edited. Leave it out, or declare it in t0Features with a reason, which certificates record.',
    example: lines`
      sql\`extract(hour FROM o.edited_at AT TIME ZONE 'UTC')::integer\`.as('hour')

      fusion.config.ts:15 FS222 shop.entry.hour: a certified output is computed from the T0 "edited_at" alone, so a model would learn when a row was edited
        Remove it. If it is intended, declare the reason: certification({ t0Features: { "hour": '…' } }).`,
  },
  FS223: {
    title: 'calls a function that cannot be read',
    explanation:
      'A certified view calls a function, or an operator, of an extension or in another language, whose body cannot be analyzed. List it in allowedFunctions if it is known to be deterministic, or compare built-in types.',
    example: lines`
      const citext = extensionType('ext.citext')
      sql\`o.email = o.email\`.as('same')

      fusion.config.ts:17 FS223 shop.entry.same: ext.citext_eq(ext.citext,ext.citext): its body is in c, which cannot be read, so its value may depend on anything; rewrite it in SQL, or add the function to the allow-list
          o.email = o.email
        Allow it in allowedFunctions of certification({ … }), or use built-in types, such as lower(x::text) for a citext.`,
  },
  FS224: {
    title: 'depends on the order of rows',
    explanation:
      'A window function, an ordered aggregate or a LIMIT depends on the order in which rows are read, and its ORDER BY has no unique key, so rows that are equal in it may come in any order. Add the columns of a unique key, or declare the order as total with a reason.',
    example: lines`
      sql\`row_number() OVER (ORDER BY o.customer_id)\`.as('place')

      fusion.config.ts:15 FS224 shop.entry.place: row_number() depends on the order in which rows are stored: no unique key is in its ORDER BY
          row_number() OVER (ORDER BY o.customer_id)
        Add the columns of a unique key to its ORDER BY. If its order is total, declare the reason: certification({ ordered: […] }).`,
  },
  FS225: {
    title: 'adds floating-point numbers in any order',
    explanation:
      'A sum or mean of floating-point numbers depends in its last digits on the order in which the rows are added, which differs between plans. Cast to numeric before adding, add whole numbers, or order by a unique key inside the aggregate.',
    example: lines`
      sql\`sum(o.weight) OVER (PARTITION BY o.customer_id)\`.as('total')

      fusion.config.ts:15 FS225 shop.entry.total: sum(double precision) adds floating-point numbers in the order in which rows are stored, which changes the last digits
          sum(o.weight) OVER (PARTITION BY o.customer_id)
        Cast the argument, sum(x::numeric), sum integers, or order by a unique key, sum(x ORDER BY …).`,
  },
  FS226: {
    title: 'writes floating-point numbers as text',
    explanation:
      "A floating-point number is converted to text, and extra_float_digits of the reader's session sets the number of digits. Cast it to numeric first, or round it to the intended number of digits.",
    example: lines`
      sql\`o.weight::text\`.as('written')

      fusion.config.ts:15 FS226 shop.entry.written: double precision::text writes floating-point numbers as text, which follows the session's extra_float_digits
          o.weight::text
        Cast to numeric first, x::numeric::text, or round to the intended number of digits.`,
  },
  FS227: {
    title: 'key not proven unique (a note)',
    explanation:
      'This is a note of fusion build, not an error. The query of a certified relation does not prove that its declared key is unique, so it depends on the data; gate B counts duplicate keys at each certification.',
    example: lines`
      certification({ entrypoint: entry, key: ['id'], … })  // entry selects o.customer_id as id

      fusion.config.ts:21 FS227 shop.entry: its query does not prove that the key (id) is unique
        Gate B counts duplicate keys at each certification. A proof needs keys of the sources, joins on whole keys, GROUP BY or DISTINCT.`,
  },
} as const satisfies Record<`FS2${string}`, DiagnosticEntry>
