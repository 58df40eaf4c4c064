import type { Store } from '../store.js'
import type { Connection } from './connection.js'
import { ofKysely } from './of-kysely.js'
import { ofPg } from './of-pg.js'
import type { OpenSession } from './session.js'

/** How a read gets a connection for itself. */
export const openSession = (connection: Connection, { columns, readAs }: Store): OpenSession =>
  'executeQuery' in connection
    ? ofKysely(connection as unknown as Parameters<typeof ofKysely>[0], columns, readAs)
    : ofPg(connection as unknown as Parameters<typeof ofPg>[0], readAs)
