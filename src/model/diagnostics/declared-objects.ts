import { type DiagnosticEntry, lines } from './entry.js'

/** FS170 to FS189: certification, types and functions, and what reads facts as of a time. */
export const declaredObjects = {
  FS170: {
    title: 'certification names a relation that is not a view',
    explanation:
      'The entrypoint, the guarded view, an alias, the relation of the invariants, or a relation whose order is vouched for is not a view of the project. Declare it as a view and list it under "sql" in the config.',
    example: lines`
      certification({ entrypoint: entry, aliases: [undefined], … })

      fusion.config.ts:21 FS170 shop: alias 1 of the entrypoint is not a view of the project
        List it under "sql" in fusion.config.ts.`,
  },
  FS171: {
    title: 'certification names an unknown column',
    explanation:
      'The T0, a column of the key, a declared feature of the T0 or a declared moment is not a column of the view that is certified; or the key has no columns. Name columns that the view gives.',
    example: lines`
      certification({ entrypoint: entry, t0: 'edited', … })

      fusion.config.ts:21 FS171 shop: the T0 "edited" is not a column of "shop.entry"
        Name a column of the view.`,
  },
  FS172: {
    title: 'guarded view without the right guard',
    explanation:
      'The view that the certification calls guarded has no guard, or the guard of another entrypoint, so it could still be read when this certification fails. Declare it with guarded(…) over this entrypoint.',
    example: lines`
      certification({ entrypoint: entry, guarded: entry, … })

      fusion.config.ts:21 FS172 shop: "shop.entry" has no guard
        Declare it with guarded(name, comment, view, { entrypoint, maxAge }).`,
  },
  FS173: {
    title: 'invalid certification setting',
    explanation:
      'A number of days or a limit of drift is out of range, an entry of the allow-list is not a function signature, a declared moment is not of a date or time type, a point-in-time policy is not one, a source is timeless and has knownAt, or something is vouched for without a reason. Certificates record the reasons, so none may be empty.',
    example: lines`
      certification({ entrypoint: entry, baselineDays: 0, … })

      fusion.config.ts:21 FS173 shop: baselineDays must be a whole number from 1 to 100000, got 0
        Give the number of days of data to capture first.`,
  },
  FS180: {
    title: 'invalid upstream type',
    explanation:
      'An upstream type is declared in a way that no database has: without a schema, with a name or label longer than 63 bytes, or as an enum without labels or with the same label twice. Declare the type as the database has it.',
    example: lines`
      const mood = enumType('shop.mood', ['sad', 'ok', 'sad'])

      fusion.config.ts:11 FS180 shop.mood: enum "shop.mood" has the label "sad" twice
        List each label once, in order.`,
  },
  FS181: {
    title: 'type declared in two ways',
    explanation:
      'Two declarations of one upstream type differ, or one extension is declared in two schemas. A database has each type and each extension once. Declare it in one module and import it where it is needed.',
    example: lines`
      const mood = enumType('shop.mood', ['sad', 'ok'])
      const feeling = enumType('shop.mood', ['sad', 'ok', 'happy'])

      fusion.config.ts:12 FS181 shop.mood: "shop.mood" is declared in two ways
        Declare the type once, and import it where it is needed.`,
  },
  FS182: {
    title: 'extension that the embedded Postgres lacks',
    explanation:
      'The project declares a type of an extension that the embedded Postgres does not have, so views that use its functions cannot be analyzed. Where views only select the column, declare it with opaqueType(…).',
    example: lines`
      const geometry = extensionType('ext.geometry', { extension: 'postgis' })

      fusion.config.ts:11 FS182 ext.geometry: the embedded Postgres has no extension "postgis", so views over "ext.geometry" cannot be analyzed with it
        Declare it with opaqueType("ext.geometry") where views only select it, or let an upstream view turn it into a built-in type. Available extensions: citext, cube, earthdistance, hstore, intarray, isn, lo, ltree, seg.`,
  },
  FS184: {
    title: 'overlapping certifications',
    explanation:
      'Two certifications of the project certify the same relation or have the same procedure, so one would overwrite the verdict of the other; or one of them is undefined. Name each relation in one certification, and give each certification a procedure of its own.',
    example: lines`
      certification: [certification({ entrypoint: entry, … }), certification({ entrypoint: entry, … })]

      fusion.config.ts:30 FS184 shop.entry: "shop.entry" is certified twice
        Each relation has one verdict: name it in one certification.`,
  },
  FS185: {
    title: 'invalid function declaration',
    explanation:
      'A function declared with sqlFunction has no schema, comment or body, a name that Postgres would cut, a body that is not in SQL-standard form, returns a set, or is declared in two ways. A quoted body is not accepted because Postgres does not record what it reads.',
    example: lines`
      const net = sqlFunction('shop.net', { comment: 'Net.', args: { gross: integer }, returns: integer, body: 'SELECT gross' })

      fusion.config.ts:11 FS185 shop.net: function "shop.net" has a body that is not in SQL-standard form
        Write \`RETURN …\`, or \`BEGIN ATOMIC …; END\` with one SELECT.`,
  },
  FS186: {
    title: 'the solver is not installed',
    explanation:
      'The project asks for a solver that proves invariants, and its package is not installed in the project, or is not known. It is not part of fusion-store because of its size.',
    example: lines`
      export default defineProject({ name: 'shop', sql: { … }, solver: 'z3' })

      FS186 the project asks for the solver z3, and z3-solver cannot be loaded: Cannot find module 'z3-solver/package.json'
        Install it with npm install --save-dev z3-solver, or leave out \`solver\` in fusion.config.ts.`,
  },
  FS187: {
    title: 'an invariant is not a condition',
    explanation:
      'An invariant is a condition that must be true for every row, so Postgres must give it the type boolean.',
    example: lines`
      offers.invariants((eb) => ({ priced: column('There is a price.', eb.ref('price')) }))

      views/offers.ts:12 FS187 shop.offers.priced: the invariant "priced" is not a condition
        Write a comparison, or isKnown(…) or isTrue(…) around the value.`,
  },
  FS188: {
    title: 'invalid setting of a point-in-time helper',
    explanation:
      'A setting of asOf, timeWindow or label is missing or is not one of its values, or there are no columns to compute. Plain JavaScript has no type check, and a bound that is left out would read another row without a word.',
    example: lines`
      timeWindow('with_sales', 'Orders with the sales before them.', { onto: orders, of: sales, …, length: '1 month' }, …)

      fusion.config.ts:11 FS188 with_sales: length must be a duration longer than 0, got "1 month"
        Write a whole number of seconds, minutes, hours, days of 24 hours or weeks, such as '30 days'; at most '100000 days'.`,
  },
  FS189: {
    title: 'label among the features',
    explanation:
      'A label is known only after the T0 of its row, so a model that reads it as a feature has read the future. A certification does not accept what reads a label, and asOf and timeWindow do not read facts, keys or times that are labels. Keep labels in a view of their own and join it where a model is trained.',
    example: lines`
      certification({ entrypoint: entry, … })  // entry reads "sold", declared by label(…)

      fusion.config.ts:21 FS189 shop: "shop.entry" reads the label "sold", which is known only after T0
        Certify a view without it, and join the label in a view that is not certified.`,
  },
  FS190: {
    title: 'invalid setting of the project',
    explanation:
      'A setting of defineProject that turns a generated file on or off is neither true nor false. Plain JavaScript has no type check, and a name or a list would be taken for true.',
    example: lines`
      export default defineProject({ name: 'shop', sql: { … }, python: 'shop.py' })

      fusion.config.ts:11 FS190 shop: python must be true or false, got "shop.py"
        Write python: true to generate row types of Python, or leave it out.`,
  },
  FS191: {
    title: 'invalid list of features',
    explanation:
      'A list of features has a name, a version and a prefix that cannot be parts of identifiers, names a column twice, or is of a view that no certification guards. Trainers select features from a guarded view, so that they stop when the store may not be read.',
    example: lines`
      featureList(offers, { name: 'recommended', version: 1, prefix: 'offer_', columns: ['price'] })

      fusion.config.ts:12 FS191 shop.offers: the features recommended 1 are of shop.offers, which no certification guards
        Name the guarded view of a certification.`,
  },
  FS192: {
    title: 'generated name used twice',
    explanation:
      'Each certified store and each list of features is a constant of stores.ts, named for its relation or for its name and version. Two of them would have the same name, and the file would not compile.',
    example: lines`
      featureList(train, { name: 'ab_1', version: 1, prefix: '', columns: ['price'] })
      featureList(train, { name: 'ab1', version: 1, prefix: '', columns: ['price'] })

      fusion.config.ts:13 FS192 shop.train: the features ab1 1 would have the name ab1V1Features in stores.ts, which the features ab_1 1 has
        Give one of the two another name.`,
  },
} as const satisfies Record<`FS1${string}`, DiagnosticEntry>
