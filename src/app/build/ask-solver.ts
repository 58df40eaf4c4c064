import { availableParallelism } from 'node:os'
import type { TextMemo } from '../../cache/analysis-cache.js'
import { type Answer, type SmtSolver, z3Version } from '../../solver/z3.js'
import type { Tools } from './tools.js'

/** Asks a solver a question in SMT-LIB. */
export type AskSolver = (script: string) => Promise<{ readonly answer: Answer; readonly name: string }>

/**
 * Works with the z3 of a project, which is stopped afterwards. On several cores it is started at once, in a thread of its
 * own; on one, when the first question needs it.
 *
 * @param memo answers by question.
 */
export async function withZ3<T>(
  projectDir: string,
  { openSolver }: Tools,
  memo: TextMemo,
  work: (ask: AskSolver) => Promise<T>,
): Promise<T> {
  const name = `z3 ${z3Version(projectDir)}`
  let starting: Promise<SmtSolver> | undefined
  const started = (): Promise<SmtSolver> => (starting ??= openSolver(projectDir))
  // What keeps it from starting is said when it is asked.
  if (availableParallelism() > 1) started().catch(() => undefined)
  const ask: AskSolver = async (script) => {
    const key = `${name}\n${script}`
    const known = memo.get(key)
    if (known !== undefined) return { answer: known as Answer, name }
    const answer = await (await started()).ask(script)
    memo.set(key, answer)
    return { answer, name }
  }
  try {
    return await work(ask)
  } finally {
    await starting?.then(({ close }) => close()).catch(() => undefined)
  }
}
