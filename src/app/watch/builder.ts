import { forgetStamp } from '../../cache/build-stamp.js'
import { DiagnosticError } from '../../model/diagnostic.js'
import { bytesInMemory, parentProcess } from '../../watch/child.js'
import { build } from '../build/build.js'
import { buildContext, type Context } from '../context.js'
import { Interrupts } from '../interrupts.js'
import { type Progress, silent } from '../ports.js'
import type { Watched, Outcome, Reply, Request } from './messages.js'
import { warmTools } from './warm-tools.js'

/**
 * The process that builds the project of a watch, again and again. Each build is an ordinary one: it reads everything that
 * it depends on from disk, so its bytes are those of any other build. What stays is loaded code, a solver, a cache in
 * memory and an engine that is started before it is needed.
 */
const interrupts = new Interrupts(() => new Promise(() => undefined))

let last = Promise.resolve()
let waiting = 0
const parent = parentProcess<Request, Reply>(
  (request) => {
    if (request.kind === 'end') return parent.end()
    waiting += 1
    last = last.then(() => {
      waiting -= 1
      return request.kind === 'build' ? answer(request.isWhole) : rehearse()
    })
  },
  () => interrupts.interrupt(),
)

const progress: Progress = {
  step: (text) => parent.send({ kind: 'step', text }),
  update: (text) => parent.send({ kind: 'step', text }),
  note: (text) => parent.send({ kind: 'note', text }),
  end: () => undefined,
}

const tools = warmTools(parent.env)
const watched = JSON.parse(parent.args[0] ?? '') as Watched
const context: Context = { ...watched, env: parent.env, progress, interrupts, tell: progress.note }

async function answer(isWhole: boolean): Promise<void> {
  if (isWhole) {
    tools.forget()
    // The stamp does not know of a file that takes the place of another.
    forgetStamp(buildContext(context, tools))
  }
  const outcome = await outcomeOf()
  parent.send({ kind: 'outcome', outcome, bytes: bytesInMemory() })
  await tools.prepare(() => waiting > 0)
  // Nothing had changed, so nothing was loaded: the first change would wait for it.
  if (!tools.isWarm() && waiting === 0) await warmUp()
}

async function outcomeOf(): Promise<Outcome> {
  try {
    return { kind: 'built', build: await build(context, tools) }
  } catch (error) {
    if (error instanceof DiagnosticError) return { kind: 'failed', diagnostics: error.diagnostics }
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    return { kind: 'bug', message, stack }
  }
}

async function warmUp(): Promise<void> {
  try {
    const { buildInMemory } = await import('../build/pipeline.js')
    const { project } = await buildInMemory(buildContext({ ...context, progress: silent }, tools))
    tools.expect(project)
  } catch {
    // It is reported when it is built.
  }
  await tools.prepare(() => waiting > 0)
}

async function rehearse(): Promise<void> {
  await warmUp()
  parent.send({ kind: 'rehearsed' })
}
