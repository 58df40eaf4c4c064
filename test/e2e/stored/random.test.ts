import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDraw } from '../../../src/meaning/draw.js'
import { isEverything } from '../../support/everything.js'
import { OLDEST_AND_NEWEST } from '../../support/majors.js'
import { randomStep, REFRESH } from './random-changes.js'
import {
  type Client,
  differ,
  errorOf,
  staleAfterRefresh,
  startStored,
  type StoredServer,
} from './stored-server.js'

/** Of each major. */
const RUNS = isEverything ? 250 : 15
const STEPS = 40

describe.each(OLDEST_AND_NEWEST)('on PostgreSQL %d', (major) => {
  let server: StoredServer
  let observer: Client
  let sessions: readonly Client[]
  beforeAll(async () => {
    server = await startStored(major, { lock_timeout: '20ms', deadlock_timeout: '15ms' })
    observer = await server.fresh('random')
    sessions = await Promise.all([1, 2, 3].map(() => server.connect('random')))
    await observer.query('TRUNCATE garage.job, garage.part, garage.model')
  })
  afterAll(() => server?.stop())

  it.each(Array.from({ length: RUNS }, (_, at) => at * 100 + major))(
    'stored rows are those of their views after random steps of three sessions, seed %d',
    async (seed) => {
      const draw = createDraw(seed)
      const steps: string[] = []
      for (let step = 0; step < STEPS; step++) {
        const at = draw.below(sessions.length)
        const session = sessions[at] as Client
        const sql = randomStep(draw)
        const error = await errorOf(session, sql)
        steps.push(`${at}: ${sql}${error === undefined ? '' : ` -- ${error.code} ${error.message}`}`)
        if (error !== undefined && !sql.includes('SAVEPOINT')) await errorOf(session, 'ROLLBACK')
        // Nobody else does anything meanwhile, so what the refresh left is what its views give now.
        if (sql === REFRESH && error === undefined)
          expect(await differ(observer), steps.join('\n')).toEqual([])
      }
      for (const session of sessions) {
        await session.query(draw.oneIn(2) ? 'COMMIT' : 'ROLLBACK')
        await session.query('RESET session_replication_role')
      }
      expect(await staleAfterRefresh(observer), steps.join('\n')).toEqual([])
    },
  )
})
