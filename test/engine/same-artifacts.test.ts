import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { buildInMemory, type BuiltProject } from '../../src/app/build/pipeline.js'
import { freshTools } from '../../src/app/build/tools.js'
import { Interrupts } from '../../src/app/interrupts.js'
import { silent } from '../../src/app/ports.js'
import { type Diagnostic, DiagnosticError } from '../../src/model/diagnostic.js'

const root = join(import.meta.dirname, '../..')
const golden = join(root, 'test/golden')
const cases = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('bad-'))
  .map(({ name }) => name)

const cache = mkdtempSync(join(tmpdir(), 'fusion-engine-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

/** A build from an empty cache, and what it has started. */
async function build(projectDir: string): Promise<BuiltProject & { readonly steps: readonly string[] }> {
  const cacheDir = mkdtempSync(join(cache, 'project-'))
  mkdirSync(cacheDir, { recursive: true })
  const steps: string[] = []
  const built = await buildInMemory({
    projectDir,
    cacheDir,
    env: process.env,
    engine: 'native',
    compiler: 'test',
    tools: freshTools,
    progress: { ...silent, step: (label) => void steps.push(label) },
    interrupts: new Interrupts(() => Promise.reject(new Error('interrupted'))),
  })
  return { ...built, steps: steps.filter((label) => label.startsWith('starting')) }
}

const NATIVE = 'starting the native Postgres'
const EMBEDDED = 'starting the embedded Postgres'
/** Not analyzed by the native engine, for what it may understand differently. */
const PRECAUTION = new Set(['types', 'values'])

const line = ({ code, place, message, hint }: Diagnostic): string =>
  `${place.file}:${place.line} ${code} [${[place.relation, place.column].filter(Boolean).join('.')}] ${message}\n    ${hint}\n`

describe('the native engine gives the accepted files', () => {
  test.each(cases.filter((name) => !name.startsWith('refused-')))('of %s', async (name) => {
    const { artifacts, steps } = await build(join(golden, name))
    expect(steps[0]).toBe(PRECAUTION.has(name) ? EMBEDDED : NATIVE)
    const compared = artifacts.filter(({ path, text }) => {
      const file = join(golden, name, 'expected', path)
      if (!existsSync(file)) return false
      expect(text, path).toBe(readFileSync(file, 'utf8'))
      return true
    })
    expect(compared.length).toBeGreaterThan(2)
  })

  test('of the store of this repository, whose invariants are searched in the embedded one', async () => {
    const { artifacts, steps } = await build(root)
    expect(steps).toEqual([NATIVE, EMBEDDED])
    for (const { path, text } of artifacts)
      expect(text === readFileSync(join(root, 'generated', path), 'utf8'), path).toBe(true)
  })
})

describe('the native engine finds the same faults', () => {
  test.each(cases.filter((name) => name.startsWith('refused-')))('of %s', async (name) => {
    const refused = await build(join(golden, name)).catch((error: unknown) => error)
    if (!(refused instanceof DiagnosticError)) throw refused
    const expected = readFileSync(join(golden, name, 'expected/diagnostics.txt'), 'utf8')
    expect(refused.diagnostics.map(line).toSorted().join('')).toBe(expected)
  })
})
