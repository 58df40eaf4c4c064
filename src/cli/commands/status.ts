import { readStatus, type Status } from '../../certify/run/read-status.js'
import { quoteRelation } from '../../model/quote-identifier.js'
import { jsonStatus } from '../../app/certification/json-status.js'
import { printStatus } from '../report/text/print-status.js'
import { type DatabaseOptions, prepareCompiled, runTask, type Task } from '../../app/certification/run-task.js'
import { EXIT, type ExitCode } from '../exit-codes.js'
import type { CompiledInMemory } from '../../app/build/pipeline.js'
import type { Terminal } from '../terminal.js'

export interface StatusOptions extends DatabaseOptions {
  /** How many events to list. */
  readonly history: number
}

/** `fusion status`: what is registered of the store, and whether the guard lets readers through this moment. */
export function status(options: StatusOptions, terminal: Terminal): Promise<ExitCode> {
  const task: Task<CompiledInMemory, Status> = {
    of: 'audit',
    left: '',
    words: { canceled: 'Canceled.', done: 'Canceled.' },
    prepare: prepareCompiled,
    work(session, { entrypoint, aliases }, _, progress) {
      progress.step('reading the registry')
      return readStatus(session, [entrypoint, ...aliases].map(quoteRelation), options.history)
    },
    json: jsonStatus,
    print: printStatus,
    exitCode: ({ relations }) => (relations[0]?.guard.open ? EXIT.ok : EXIT.found),
  }
  return runTask(task, options, terminal)
}
