import { type DiagnosticEntry, lines } from './entry.js'

/** FS150 to FS169: relations, their names and columns, and their queries. */
export const declarations = {
  FS150: {
    title: 'undefined input, or views that read each other',
    explanation:
      'An input of a relation, or a relation listed in the config, is undefined; or views read each other in a cycle through published(…). A view can only be built on views that exist before it. Break the cycle, or add the missing export.',
    example: lines`
      const early = view('shop.early', 'Early.', { l: published<Row>('shop.late') }, …)
      const late = view('shop.late', 'Late.', { e: early }, …)

      fusion.config.ts:11 FS150 shop.early: views read each other in a cycle: shop.early → shop.late → shop.early
        Break the cycle: a view may only build on earlier ones.`,
  },
  FS151: {
    title: 'two relations with one name',
    explanation:
      'Two different layers, views, aggregates or sources of the project have the same name, so it would not be clear which one is meant. Rename one of them.',
    example: lines`
      const one = view('shop.orders', 'One.', …)
      const two = view('shop.orders', 'Two.', …)

      fusion.config.ts:12 FS151 shop.orders: there are two relations named "shop.orders"
        Give each layer, view and source a name of its own.`,
  },
  FS152: {
    title: 'unknown column',
    explanation:
      'A query, a computed column or a key names a column that nothing in scope has. The hint gives the nearest name, or lists the columns that are there.',
    example: lines`
      db.selectFrom('o').select(['o.id', 'o.amuont'])

      fusion.config.ts:11 FS152 shop.big: column "o.amuont" does not exist in what "shop.big" reads
        Did you mean "amount"?`,
  },
  FS153: {
    title: 'two columns with one name',
    explanation:
      'A relation gives two different columns of the same name, which a view cannot have. Rename one of them or leave it out. Both sides of a join on equality may be selected: they are one column.',
    example: lines`
      db.selectFrom('o').innerJoin('i', 'i.order_id', 'o.id').select(['o.amount', 'i.price as amount'])

      fusion.config.ts:11 FS153 shop.big.amount: "shop.big" has two columns named "amount"
        Rename one of them or leave it out.`,
  },
  FS154: {
    title: 'name longer than 63 bytes',
    explanation:
      'Postgres keeps 63 bytes of a name and cuts off the rest without an error, so two long names could become one. Shorten the name.',
    example: lines`
      view('shop.orders_that_cost_more_than_one_hundred_and_were_paid_within_the_day', …)

      fusion.config.ts:11 FS154 shop.orders_that_cost_more_than_one_hundred_and_were_paid_within_the_day: relation name "orders_that_cost_more_than_one_hundred_and_were_paid_within_the_day" is 67 bytes long; Postgres keeps 63
        Shorten it.`,
  },
  FS155: {
    title: 'name is a reserved word',
    explanation:
      'The name of a relation or column is a reserved word of SQL, so every query over it would have to quote it. Choose another name. Names of sources are not checked, because the upstream system chooses them.',
    example: lines`
      view('shop.order', 'Orders.', …)

      fusion.config.ts:11 FS155 shop.order: relation name "order" is a reserved word of SQL
        Choose a name that needs no quotes.`,
  },
  FS156: {
    title: 'something that a view cannot contain',
    explanation:
      'A view is one SELECT. It cannot contain a write, a row lock, a join type that Postgres lacks, or raw SQL as the whole query; and a column of .columns cannot contain a subquery. Build the query with db.selectFrom(…) alone, and join what a column needs.',
    example: lines`
      db.selectFrom('o').select('o.id').forUpdate()

      fusion.config.ts:11 FS156 shop.big: "shop.big" ends in a modifier such as a lock, or uses TOP
        Leave it to the query that reads the view.`,
  },
  FS157: {
    title: 'aggregate without its key',
    explanation:
      'An aggregate has one row for each value of its key. It must name a key, and it must be joined with innerJoin on every column of that key and on nothing else: a partial join would multiply rows.',
    example: lines`
      const perLine = aggregate('per_line', 'Items.', { of: items, by: ['order_id', 'line'] }, …)
      db.selectFrom('o').innerJoin('p', 'p.order_id', 'o.id')

      fusion.config.ts:12 FS157 shop.big: aggregate "p" is not joined with innerJoin on its whole key
        Write innerJoin on "p.order_id" and "p.line", each equal to an expression, and no other condition.`,
  },
  FS159: {
    title: 'aggregate over an aggregate',
    explanation:
      'An aggregate reads rows of a source, a layer or a view, not of another aggregate. Join the inner aggregate in a layer first and aggregate over that layer.',
    example: lines`
      const perOrder = aggregate('per_order', 'Lines.', { of: perLine, by: ['order_id'] }, …)

      fusion.config.ts:12 FS159 per_order: "per_order" aggregates an aggregate
        Aggregate over a source, a layer or a view.`,
  },
  FS160: {
    title: 'expression without a name',
    explanation:
      'An expression in a SELECT list has no name, so nothing could read it as a column. Name it with .as("…").',
    example: lines`
      db.selectFrom('o').select(['o.id', sql\`amount * 2\`])

      fusion.config.ts:11 FS160 shop.big: an expression of the SELECT list has no name
        Name it with .as("…").`,
  },
  FS161: {
    title: 'missing comment',
    explanation:
      'Every relation and every output column of a view needs a comment: it goes to the database, the row types and the catalog. Write it in column("A sentence.", …), or add it with .describe({ … }).',
    example: lines`
      db.selectFrom('o').select((eb) => ['o.id', eb('o.amount', '*', 2).as('doubled')])

      fusion.config.ts:11 FS161 shop.big.doubled: column "doubled" of "shop.big" has no comment
        Declare it with column("A sentence.", …) or describe it with .describe({ … }).`,
  },
  FS162: {
    title: 'schema missing, or not allowed',
    explanation:
      'Views and sources are objects of the database and are named "schema.relation". Layers and aggregates exist only inside of views and take no schema.',
    example: lines`
      view('big', 'Orders.', …)

      fusion.config.ts:11 FS162 big: "big" has no schema
        Name it "schema.relation".`,
  },
  FS163: {
    title: 'callback throws an error',
    explanation:
      'The callback that builds the query or the columns of a relation threw an error. Relations that read it are not checked, because its columns are unknown. Fix the expression at the reported place.',
    example: lines`
      view('shop.big', 'Orders.', { o: orders }, () => {
        throw new Error('no rate for EUR')
      })

      fusion.config.ts:11 FS163 shop.big: "shop.big" threw: no rate for EUR
        Fix the expression it was building.`,
  },
  FS164: {
    title: 'value without an SQL literal',
    explanation:
      'A value in a query has no exact SQL literal: undefined, a symbol, an invalid Date, text that Postgres cannot store, a JSON value with members that JSON leaves out, or an empty list after "in". The message names the part by its path; the hint says what to write instead.',
    example: lines`
      db.selectFrom('o').select('o.id').where('o.id', 'in', [])

      fusion.config.ts:11 FS164 shop.big: "shop.big" compares with an empty list, which SQL cannot express
        No value is in an empty list: write eb.lit(false) in place of "in", eb.lit(true) in place of "not in".`,
  },
  FS165: {
    title: 'invalid list of SQL files',
    explanation:
      'Under "sql", the config must list each view exactly once, in a file that comes no later than the files of its readers. A file name must be a relative path that ends in .sql, works on every operating system, and is not used by the build itself.',
    example: lines`
      const big = view('shop.big', 'Orders.', …)
      const reader = view('shop.reader', 'Reads it.', { b: big }, …)
      export default defineProject({ name: 'shop', sql: { '01_views.sql': [reader] } })

      fusion.config.ts:11 FS165 shop.big: view "shop.big" is in no SQL file
        List it under "sql" in fusion.config.ts, before the views that read it.`,
  },
  FS166: {
    title: 'ambiguous column',
    explanation:
      'A column is named without its input, and more than one input has a column of that name. Write the input before it, as in "o.amount".',
    example: lines`
      db.selectFrom('o').innerJoin('p', 'p.id', 'o.id').select('amount')

      fusion.config.ts:12 FS166 shop.both: column "amount" is in more than one input
        Write it as "o.amount" or "p.amount".`,
  },
  FS167: {
    title: 'table that is not an input',
    explanation:
      'A query reads a table, or a column of a table, that is not among the declared inputs of its relation. Every relation that is read must be declared, so that lineage and the order of creation are known. Add it to the inputs, or use the alias of the one that is meant.',
    example: lines`
      view('shop.big', 'Orders.', { o: orders }, (db) => db.selectFrom('o').select(['o.id', 'orders.amount']))

      fusion.config.ts:11 FS167 shop.big: "orders" is not among the inputs that this query reads
        Inputs in scope: o.`,
  },
  FS168: {
    title: 'unknown published view',
    explanation:
      'published(…) names a view that the project does not have, or that no SQL file lists. Correct the name, or list the view under "sql" in the config.',
    example: lines`
      published<{ id: number }>('shop.latest_order')

      fusion.config.ts:11 FS168 shop.latest_order: the project has no view "shop.latest_order"
        Did you mean "shop.latest_orders"?`,
  },
  FS169: {
    title: 'all columns of an undeclared relation',
    explanation:
      'A query selects all columns of a function or of raw SQL. Only Postgres knows those columns, and they may differ between servers, so they must be listed by name.',
    example: lines`
      db.selectFrom(['o', sql\`generate_series(1, 3)\`.as('g')]).selectAll('g').select('o.id')

      fusion.config.ts:11 FS169 shop.flat: "shop.flat" selects all columns of "g", which are not declared
        List the columns by name, or name them in the alias: .as(sql\`t(a, b)\`).`,
  },
  FS174: {
    title: 'column named by a whole number',
    explanation:
      'JavaScript moves keys that are whole numbers before all other keys of an object, so the column would not keep its position, and Postgres accepts new columns of a view only at the end. Choose a name that is not a whole number.',
    example: lines`
      .columns((eb) => ({ 2024: column('Amount in 2024.', eb.ref('amount')) }))

      fusion.config.ts:12 FS174 shop.years.2024: column name "2024" is a whole number, which JavaScript moves before all other columns
        Choose a name that is not a whole number, such as y2024, or select it in the query itself.`,
  },
  FS175: {
    title: 'columns that are not a plain object',
    explanation:
      'Columns must be a plain object literal. A key written as __proto__: … sets the prototype of the object instead of adding a column, and the columns of a class instance could come from anywhere.',
    example: lines`
      .columns((eb) => ({ __proto__: column('Odd.', eb.ref('id')) }))

      fusion.config.ts:11 FS175 shop.big: the columns of "shop.big" are not a plain object, or one of them is written __proto__: …
        Use an object literal; a column of that name is written in brackets, ["__proto__"]: ….`,
  },
  FS176: {
    title: 'name or comment that Postgres cannot store',
    explanation:
      'A name or comment has a NUL character or half of a surrogate pair. Postgres cannot store such text as it is. Take the character out, or correct how the text was cut or decoded.',
    example: lines`
      view('shop.big', 'Big \\0 orders.', …)

      fusion.config.ts:11 FS176 shop.big: the comment "Big \\u0000 orders." is text with a NUL character
        Postgres cannot store NUL: remove it.`,
  },
  FS177: {
    title: 'aggregate function in the wrong place',
    explanation:
      'A column of .columns or .once is computed from one row and cannot call an aggregate function. A column of an aggregate is the opposite: it must read the columns of its rows inside an aggregate function.',
    example: lines`
      .columns((eb) => ({ total: column('Of all.', eb.fn.sum('amount')) }))

      fusion.config.ts:12 FS177 shop.big.total: column "total" calls sum(), which aggregates rows
        Declare it with aggregate(…) or in a query with groupBy, and read the result as a column.`,
  },
  FS178: {
    title: 'set operation with columns in different orders',
    explanation:
      'SQL matches the columns of UNION, INTERSECT and EXCEPT by position and ignores their names. Different names or a different order are most likely a mistake, so the lists must agree.',
    example: lines`
      db.selectFrom('o').select(['o.id', 'o.amount'])
        .unionAll(db.selectFrom('i').select(['i.price as amount', 'i.order_id as id']))

      fusion.config.ts:11 FS178 shop.sums: column 1 of a union in "shop.sums" is "id" in the first query and "amount" in another
        List the same columns in the same order: SQL matches them by position, not by name.`,
  },
  FS179: {
    title: 'incomplete raw SQL',
    explanation:
      'A fragment of raw SQL is not complete in itself: it has an open quote, comment or bracket, a semicolon, or a parameter such as $1. It would change the meaning of the SQL around it. Make it one complete expression, and write values with ${…}.',
    example: lines`
      column('Open.', sql\`coalesce(id, 0\`)

      fusion.config.ts:12 FS179 shop.big.open: "shop.big" has raw SQL with brackets that do not match: coalesce(id, 0
        Close what is open, so that the fragment is one complete expression, and write values with \${…}.`,
  },
  FS183: {
    title: 'expression nested too deeply',
    explanation:
      'An expression is nested too deeply to be compiled. The usual cause is a chain of thousands of conditions built in a loop. Write it as a list: a column IN (…), or a join with VALUES.',
    example: lines`
      let any = eb('o.id', '=', 0)
      for (let id = 1; id < 20_000; id++) any = any.or('o.id', '=', id)

      fusion.config.ts:11 FS183 shop.big: "shop.big" nests expressions too deeply
        Write a long chain of conditions as a list: a column IN (…), or a join with VALUES.`,
  },
} as const satisfies Record<`FS1${string}`, DiagnosticEntry>
