import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundledPackage, bundledPackage } from '../support/bundled-package.js'

let bundled: BundledPackage
beforeAll(() => {
  bundled = bundledPackage()
})
afterAll(() => bundled?.remove())

const fileOf = (name: string): string => fileURLToPath(bundled.module(name))

/** What importing a file imports at once: names of files in the bundle, and packages. */
function imported(name: string, found = { files: new Set<string>(), packages: new Set<string>() }) {
  found.files.add(name)
  const code = readFileSync(fileOf(name), 'utf8')
  for (const [, path = ''] of code.matchAll(/^(?:import|export) (?:[^;]* from )?"((?!node:)[^"]+)";$/gm)) {
    const file = /^\.\/(.+)\.js$/.exec(path)?.[1]
    if (file === undefined) found.packages.add(path)
    else if (!found.files.has(file)) imported(file, found)
  }
  return found
}

test.each([
  ['main', 4, ['commander']],
  ['index', 3, ['kysely']],
  ['app', 6, ['env-paths']],
  ['cli-commands-build', 8, ['commander', 'env-paths']],
  ['features', 1, []],
  ['engine-worker', 6, ['@electric-sql/pglite', 'env-paths']],
  ['z3-worker', 2, []],
] as const)('%s loads few files and no packages that it does not need', (entry, most, packages) => {
  const found = imported(entry)
  expect([...found.packages].toSorted()).toEqual(packages)
  expect(found.files.size).toBeLessThanOrEqual(most)
})

test('a stack names functions, and places in the sources where Node reads source maps', () => {
  const script = `
    import { defineProject } from ${JSON.stringify(bundled.module('index'))}
    const { stack } = (() => { try { defineProject() } catch (error) { return error } })()
    console.log(stack)`
  const args = ['--enable-source-maps', '--input-type=module', '--eval', script]
  const stack = execFileSync(process.execPath, args, { encoding: 'utf8' })
  expect(stack).toMatch(/at defineProject .*src.declare.project\.ts:\d+:\d+/)
})

test('files are named for modules, without numbers that another version would not have', () => {
  const files = readdirSync(fileURLToPath(new URL('.', bundled.module('main'))))
  expect(files.filter((file) => !/^(z3-worker|[a-z-]+)\.js(\.map)?$/.test(file))).toEqual([])
})
