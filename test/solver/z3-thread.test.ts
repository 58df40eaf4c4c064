import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z3Thread } from '../../src/solver/z3-thread.js'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
let folder: string

/** The modules as the package has them: a thread runs JavaScript. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fusion-z3-'))
  await build({
    entryPoints: ['z3-thread', 'z3-worker'].map((name) => join(root, `src/solver/${name}.ts`)),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const worker = (): URL => pathToFileURL(join(folder, 'z3-worker.mjs'))

describe('z3 in a thread of its own', () => {
  it('answers each question, also those that come while it starts or works', async () => {
    const z3 = z3Thread(root, worker())
    const script = `(declare-const x Int)(assert (> x 3))`
    const asked = [`${script}(assert (< x 4))`, `${script}(assert (< x 5))`, '(assert false', script]
    expect(await Promise.all(asked.map((one) => z3.ask(one)))).toEqual(['unsat', 'sat', 'unknown', 'sat'])
    z3.close()
  })

  it('rejects what it cannot answer any more', async () => {
    const z3 = z3Thread(root, worker())
    const late = z3.ask('(assert true)')
    z3.close()
    await expect(late).rejects.toThrow('the thread of z3 ended')
    await expect(z3.ask('(assert true)')).rejects.toThrow('the thread of z3 ended')
  })

  it('rejects all questions where the package does not load', async () => {
    const empty = join(folder, 'project')
    mkdirSync(join(empty, 'node_modules/z3-solver'), { recursive: true })
    writeFileSync(join(empty, 'node_modules/z3-solver/index.js'), `throw new Error('a broken package')`)
    const z3 = z3Thread(empty, worker())
    await expect(z3.ask('(assert true)')).rejects.toThrow('a broken package')
    await expect(z3.ask('(assert true)')).rejects.toThrow('a broken package')
    z3.close()
  })

  it('does not keep a process alive when it is closed, while it starts and later', async () => {
    const script = `import { z3Thread } from ${JSON.stringify(pathToFileURL(join(folder, 'z3-thread.mjs')).href)}
      const z3 = z3Thread(${JSON.stringify(root)}, new URL(${JSON.stringify(worker().href)}))
      if (process.argv.includes('asks')) console.log(await z3.ask('(assert false)'))
      z3.close()`
    const file = join(folder, 'asks.mjs')
    writeFileSync(file, script)
    const ended = (...args: string[]): Promise<{ stdout: string }> =>
      run(process.execPath, [file, ...args], { timeout: 60_000 })
    expect((await ended()).stdout).toBe('')
    expect((await ended('asks')).stdout).toBe('unsat\n')
  })
})
