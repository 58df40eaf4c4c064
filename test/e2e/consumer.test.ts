import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const compiler = join(root, 'node_modules/typescript/bin/tsc')
let dir: string

/** What the compiler says; empty when it has nothing to object to. */
async function tsc(args: readonly string[], cwd: string): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [compiler, '--pretty', 'false', ...args], { cwd })
    return ''
  } catch (failure) {
    return String((failure as { stdout?: string }).stdout ?? failure)
  }
}

/** A project outside of this repository, with the package as it is published: its manifest and its declarations. */
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'fusion-consumer-'))
  const modules = join(dir, 'node_modules')
  mkdirSync(join(modules, 'fusion-store'), { recursive: true })
  cpSync(join(root, 'package.json'), join(modules, 'fusion-store/package.json'))
  const out = join(modules, 'fusion-store/dist')
  const emit = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--declarationMap', 'false']
  expect(await tsc([...emit, '--sourceMap', 'false', '--outDir', out], root)).toBe('')
  for (const name of ['kysely', '@types']) symlinkSync(join(root, 'node_modules', name), join(modules, name))
  for (const name of readdirSync(join(root, 'test/consumer')))
    cpSync(join(root, 'test/consumer', name), join(dir, name))
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('a project that emits declarations, module %s, resolution %s', (module, moduleResolution) => {
  const options = ['--strict', '--target', 'es2023', '--types', 'node'].concat(
    ['--module', module, '--moduleResolution', moduleResolution],
    ['--skipLibCheck', 'false'],
  )

  test('can name every type, and its row types come through', async () => {
    const out = join(dir, moduleResolution)
    const emitted = await tsc([...options, '--declaration', '--outDir', out, 'store.ts', 'helpers.ts'], dir)
    expect(emitted).toBe('')
    rmSync(join(out, 'store.js'))
    cpSync(join(dir, 'reader.ts'), join(out, 'reader.ts'))
    expect(await tsc([...options, '--noEmit', 'reader.ts', 'store.d.ts', 'helpers.d.ts'], out)).toBe('')
  })
})
