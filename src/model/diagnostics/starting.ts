import { type DiagnosticEntry, lines } from './entry.js'

/** FS561 to FS569: a new project. */
export const starting = {
  FS561: {
    title: 'files of a new project exist',
    explanation:
      'fusion init never overwrites a file. Either the folder already has a project, or it has files of the same names; nothing was written. Use another folder, or keep the files that are there with --keep.',
    example: lines`
      $ fusion init

      FS561 files of a new project already exist in /home/ana/shop: tsconfig.json; nothing was written
        Use another folder, move them away, or keep them with --keep.`,
  },
  FS562: {
    title: 'folder that cannot be written',
    explanation:
      'The folder of the new project is a file, is not writable, or has a name that the file system does not accept. Nothing was written. Name another folder, or make this one writable.',
    example: lines`
      $ fusion init ''

      FS562 the name of the folder is empty
        Give the name of a folder, or omit it to use the current folder.`,
  },
  FS563: {
    title: 'invalid project name',
    explanation:
      'The name goes into package.json and into the config, so npm must accept it, and it must not be the name of a package that the project installs. Choose another name.',
    example: lines`
      $ fusion init shop --name kysely

      FS563 a project cannot have the same name as one of its dependencies: kysely
        Use lower-case letters, digits and hyphens, for example --name kysely-features.`,
  },
  FS564: {
    title: 'existing manifest that cannot be extended',
    explanation:
      'fusion init adds scripts and dependencies to an existing package.json, which must be a JSON object with objects for both. Nothing was written. Correct the file and run the command again.',
    example: lines`
      {"name": "shop", "scripts": []}

      package.json FS564 package.json cannot be extended: "scripts" is not an object
        Correct "scripts", and run fusion init again.`,
  },
  FS565: {
    title: 'no such tables in the database',
    explanation:
      'The database has no table, or not the schemas and tables that were asked for, or none of them can be declared as a source. Nothing was written. Name other tables or another database.',
    example: lines`
      $ fusion init shop --schema shop

      FS565 --schema and --table select tables of a database, but no database is given
        Add --from-database, with a URL or with DATABASE_URL set.`,
  },
  FS566: {
    title: 'tables that cannot be read',
    explanation:
      'The database refused to show its catalogs, or the connection was lost while they were read. Nothing was written. Use a role that may connect and read the catalogs.',
    example: lines`
      $ fusion init shop --from-database

      FS566 the tables of the database cannot be read: permission denied for table pg_class; nothing was written
        The role must be able to connect and to read the catalogs.`,
  },
  FS567: {
    title: 'note: something was left out',
    explanation:
      'A table, a view, a column or the conditions of a domain cannot be declared, or are not declared unless they are named. The new project builds without them.',
    example: lines`
      $ fusion init shop --from-database

      FS567 views and materialized views left out: shop.v_sales
        Use --table schema.view to create a source for one.`,
  },
  FS568: {
    title: 'note: a script was kept',
    explanation:
      'The package.json that was there has a script of the same name that runs something else, and it was kept. Add the script of the new project under another name.',
    example: lines`
      {"scripts": {"check:sql": "sqlfluff lint sql"}}

      package.json FS568 the script "check:sql" exists and was kept
        A new project uses "fusion check". Add it under another name and change the workflow to match.`,
  },
  FS569: {
    title: 'note: something to complete by hand',
    explanation:
      'The new project builds, but something in it is better written by you: comments that the database does not have, or the place of the workflow in your repository.',
    example: lines`
      $ fusion init shop --from-database

      FS569 3 comments were made from names, because the database has none
        They begin with TODO: in sources/. Replace each with a sentence that describes the column.`,
  },
} as const satisfies Record<`FS56${string}`, DiagnosticEntry>
