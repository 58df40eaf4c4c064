import type { TextMemo } from '../../cache/analysis-cache.js'
import { type Answer, openZ3, type SmtSolver, z3Version } from '../../solver/z3.js'

/** Asks a solver a question in SMT-LIB. */
export type AskSolver = (script: string) => Promise<{ readonly answer: Answer; readonly name: string }>

/**
 * Works with the z3 of a project. It is started when the first question needs it, and stopped afterwards.
 *
 * @param memo answers by question.
 */
export async function withZ3<T>(
  projectDir: string,
  memo: TextMemo,
  work: (ask: AskSolver) => Promise<T>,
): Promise<T> {
  const name = `z3 ${z3Version(projectDir)}`
  const started: SmtSolver[] = []
  const ask: AskSolver = async (script) => {
    const key = `${name}\n${script}`
    const known = memo.get(key)
    if (known !== undefined) return { answer: known as Answer, name }
    const z3 = started[0] ?? (await openZ3(projectDir))
    started[0] = z3
    const answer = await z3.ask(script)
    memo.set(key, answer)
    return { answer, name }
  }
  try {
    return await work(ask)
  } finally {
    started[0]?.close()
  }
}
