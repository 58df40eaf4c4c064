import { DiagnosticError } from '../../model/diagnostic.js'
import { parentProcess } from '../../watch/child.js'
import { build } from '../build/build.js'
import { buildContext, type Context } from '../context.js'
import { Interrupts } from '../interrupts.js'
import { type Progress, silent } from '../ports.js'
import type { Folders, Outcome, Reply, Request } from './messages.js'
import { warmTools } from './warm-tools.js'

/**
 * The process that builds the project of a watch, again and again. Each build is an ordinary one: it reads everything that
 * it depends on from disk, so its bytes are those of any other build. What stays is loaded code, a solver, a cache in
 * memory and an engine that is started before it is needed.
 */
const folders = JSON.parse(process.argv[2] ?? '') as Folders
const tools = warmTools()
const interrupts = new Interrupts(() => new Promise(() => undefined))

const end = (): void => void interrupts.interrupt().finally(() => process.exit(0))

let last = Promise.resolve()
let waiting = 0
const reply = parentProcess<Request, Reply>((request) => {
  if (request.kind === 'end') return end()
  waiting += 1
  last = last.then(() => {
    waiting -= 1
    return request.kind === 'build' ? answer(request.isWhole) : rehearse()
  })
}, end)

// Ctrl-C reaches every process of a terminal. This one ends when it is told to, after what it is writing.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', end)

const progress: Progress = {
  step: (text) => reply({ kind: 'step', text }),
  update: (text) => reply({ kind: 'step', text }),
  note: (text) => reply({ kind: 'note', text }),
  end: () => undefined,
}

const context: Context = { ...folders, env: process.env, progress, interrupts, tell: progress.note }

async function answer(isWhole: boolean): Promise<void> {
  if (isWhole) tools.forget()
  const outcome = await outcomeOf()
  reply({ kind: 'outcome', outcome, bytes: process.memoryUsage.rss() })
  await tools.prepare(() => waiting > 0)
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

async function rehearse(): Promise<void> {
  try {
    const { buildInMemory } = await import('../build/pipeline.js')
    await buildInMemory(buildContext({ ...context, progress: silent }, tools))
  } catch {
    // It is reported when it is built.
  }
  await tools.prepare(() => waiting > 0)
  reply({ kind: 'rehearsed' })
}
