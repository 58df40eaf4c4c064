import { type DiagnosticEntry, lines } from './entry.js'

/** FS914 to FS919: commands that work on the stored relations of a project in a database. */
export const refreshing = {
  FS914: {
    title: 'nothing is stored',
    explanation:
      'The command works on the stored relations of a project, and this project declares none. Declare one with stored(…) and name it in sql of defineProject.',
    example: lines`
      $ fusion refresh

      fusion.config.ts FS914 the project shop has no stored relations
        Declare one with stored(…), and name it in sql of defineProject.`,
  },
  FS915: {
    title: 'not a stored relation of the project',
    explanation:
      '--only names a relation that the project does not store. The hint lists those that it stores, the closest name first.',
    example: lines`
      $ fusion refresh --only shop.price_s

      FS915 "shop.price_s" is not a stored relation of the project
        Did you mean shop.prices_s? Its stored relations are: shop.prices_s, shop.ranks_s.`,
  },
  FS916: {
    title: 'stored relation not installed',
    explanation:
      'The database has the audit schema, but these relations of the project are not registered there as stored ones. Run the generated install.sql, which creates them.',
    example: lines`
      $ fusion refresh

      FS916 the database does not have these stored relations: shop.prices_s
        Run psql -f generated/sql/install.sql.`,
  },
  FS917: {
    title: 'stored relation not refreshed',
    explanation:
      'The database reported an error while it refreshed the relation, whose rows are therefore unchanged. The message quotes the error and its SQLSTATE. Other relations are still refreshed, except those that read it.',
    example: lines`
      $ fusion refresh

      shop.prices_s FS917 it was not refreshed: duplicate key value violates unique constraint "prices_s_pkey" (23505): Key (offer_id)=(7) already exists; its rows are unchanged
        Find the rows of shop.prices_s_live with the same offer_id, or with a NULL in it: a source does not keep what the project declares of it, such as its key.`,
  },
  FS918: {
    title: 'refresh stopped before the end',
    explanation:
      'The refresh was canceled, or the connection to the database was lost. Each relation is refreshed in a transaction of its own, so what was refreshed stays and the others keep their rows. Run it again.',
    example: lines`
      $ fusion refresh

      FS918 the refresh stopped before the end; refreshed: shop.prices_s; left: shop.means_s, shop.ranks_s
        What is refreshed stays. Run fusion refresh again for the others.`,
  },
  FS919: {
    title: 'stored rows differ from their view',
    explanation:
      'fusion verify compared all rows of a stored relation with its view, and they are not the same although no recorded change waits for a refresh; or the relation was never refreshed. Triggers that were disabled and wrong paths of a declaration are the usual causes.',
    example: lines`
      $ fusion verify

      shop.prices_s FS919 its rows are not those of shop.prices_s_live: 3 missing, 0 surplus, 1 changed of 500 compared
        Run fusion refresh --full --only shop.prices_s. If it happens again, somebody writes to shop.prices_s, a declared path is wrong, or triggers of a source were disabled.`,
  },
} as const satisfies Record<`FS91${string}`, DiagnosticEntry>
