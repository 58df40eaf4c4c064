/** Settings that would change what the statements below mean. */
const session = `SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
SET LOCAL check_function_bodies = on;
SET LOCAL search_path = pg_catalog, pg_temp;`

/** A file that is run as one transaction. */
export const transaction = (header: string, parts: readonly string[]): string =>
  `${[header, 'BEGIN ISOLATION LEVEL READ COMMITTED;', session, ...parts.map((part) => part.trim()), 'COMMIT;'].join('\n\n')}\n`
