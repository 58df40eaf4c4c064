import { type DiagnosticEntry, lines } from './entry.js'

/** FS606 to FS611: `fusion inspect`. */
export const inspecting = {
  FS606: {
    title: 'unknown view or schema',
    explanation:
      'The database has no view or table of the name given to fusion inspect, or no view in the schema given with --schema. Names are given as schema.view, plain or quoted as in SQL. The hint lists the closest ones.',
    example: lines`
      $ fusion inspect shop.v_ordres

      FS606 the database has no view or table "shop.v_ordres"
        Did you mean shop.v_orders, shop.v_order_lines, shop.orders? Give it as schema.view.`,
  },
  FS607: {
    title: 'file was not written by fusion inspect',
    explanation:
      'The file given with --out exists and does not begin like a file of fusion inspect, so it may contain work of somebody else. Give another file, or move this one away.',
    example: lines`
      $ fusion inspect shop.v_orders --out src/rows.ts

      FS607 /app/src/rows.ts exists and was not written by this command; nothing was written
        Give another file, or move this one away.`,
  },
  FS608: {
    title: 'view not analyzed (a note)',
    explanation:
      'A view is recreated in the embedded Postgres, which resolves its query. This one needs something that does not exist there, such as an equality operator for a type of an extension, or its columns become other ones. Only the types of its columns are known, and each may be NULL.',
    example: lines`
      $ fusion inspect shop.v_similar

      shop.v_similar FS608 the view was not analyzed: it cannot be recreated in the embedded Postgres: could not identify an equality operator for type public.vector
        Its columns have their types, and each may be NULL and have any value.`,
  },
  FS609: {
    title: 'views of the database cannot be read',
    explanation:
      'The connection was made, but the catalogs could not be read. The role needs no privilege on the views themselves.',
    example: lines`
      $ fusion inspect shop.v_orders

      FS609 the views of the database cannot be read: permission denied for table pg_rewrite
        The role must be able to connect and to read the catalogs.`,
  },
  FS610: {
    title: 'file of row types cannot be written',
    explanation: 'The file given with --out could not be written. Nothing was changed.',
    example: lines`
      $ fusion inspect shop.v_orders --out /rows.ts

      FS610 /rows.ts cannot be written: EACCES: permission denied, open '/rows.ts'
        Fix the reported cause, or give another file.`,
  },
  FS611: {
    title: 'two relations with the same full name',
    explanation:
      'Relations are named schema.name. Two relations that an inspected view reads have the same full name, because their schemas and names contain dots, so it is not certain which one is meant.',
    example: lines`
      $ fusion inspect shop.v_both  # reads "a.b"."c" and "a"."b.c"

      a.b.c FS611 two relations are called a.b.c, because a schema and a relation have dots in their names
        Inspect views that do not read both of them.`,
  },
} as const satisfies Record<`FS6${string}`, DiagnosticEntry>
