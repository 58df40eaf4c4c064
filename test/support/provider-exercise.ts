import { expect } from 'vitest'
import { DiagnosticError } from '../../src/model/diagnostic.js'
import type { Provider, Server } from '../../src/postgres/provider.js'
import type { Session } from '../../src/postgres/session.js'

/** Starts a server, connects, works, stops. */
export async function withServer<T>(
  provider: Provider,
  work: (server: Server, session: Session) => Promise<T>,
): Promise<T> {
  const server = await provider.start()
  try {
    const session = await server.connect()
    return await work(server, session)
  } finally {
    await server.stop()
  }
}

/** The diagnostic that `promise` is rejected with, for `DiagnosticError`s only. */
export const faultOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => new Error('not rejected'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DiagnosticError)
  return (error as DiagnosticError).diagnostics.map((d) => `${d.code} ${d.message} ${d.hint}`).join('\n')
}

/** What a session has to do, whichever provider it comes from. */
export async function exercise(session: Session): Promise<unknown[]> {
  await session.exec(
    'CREATE TABLE t (id int PRIMARY KEY, "Odd name" text); CREATE VIEW v AS SELECT id FROM t',
  )
  await session.copyIn('t', ['id', 'Odd name'], ['1\ta\\nb\n2\t', '\\N\n3\tc\\', '\nd\n4\té\n'])
  const failed = session.copyIn('t', ['id'], ['5\n', 'six\n', '7\n'])
  await expect(failed).rejects.toMatchObject({ code: '22P02' })
  await expect(session.query('SELECT nope FROM t')).rejects.toMatchObject({ code: '42703', position: '8' })
  await session.exec('BEGIN')
  await session.copyIn('t', ['id'], ['8\n'])
  await session.exec('ROLLBACK')
  await session.copyIn('t', ['id'], [])
  const types = await session.query(
    `SELECT 9007199254740993::int8, 1.50::numeric, 1::int4, 0.1::float8, 'NaN'::float4, true, 'x'::"char", 'n'::name,
       '2024-02-03'::date, '2024-02-03 04:05:06.789+00'::timestamptz, '04:05'::time, '1 day'::interval,
       '{"a":[1]}'::jsonb, '[null]'::json, '\\xdeadbeef'::bytea, ARRAY[1::int8, NULL], ARRAY['a,"b'], ROW(1, 'a'),
       '10.0.0.1/8'::inet, 'v'::regclass, NULL::int4 AS nothing, $1::timestamptz AS at, $2::jsonb AS json, $3::int4[] AS ints,
       $4::bytea AS bytes`,
    [new Date(86_400_000), { k: [1] }, [1, null], Buffer.from([0, 255])],
  )
  return [...types, ...(await session.query('SELECT * FROM t ORDER BY id'))]
}
