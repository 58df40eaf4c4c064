import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundledPackage, bundledPackage } from '../../support/bundled-package.js'
import { type ProjectFolder, projectFolder } from '../../support/project-folder.js'

let bundled: BundledPackage
let project: ProjectFolder
beforeAll(() => {
  bundled = bundledPackage('app/watch/kept-compilation')
  project = projectFolder({}, 'shop')
})
afterAll(() => {
  project?.remove()
  bundled?.remove()
})

/**
 * Compiles a project, edits a module and compiles it again.
 *
 * @returns the views that are the same objects afterwards; null if the project was not compiled in part.
 */
function keptAfter(module: string, from: string, to: string): readonly string[] | null {
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs'
    import { KeptCompilation } from ${JSON.stringify(bundled.module('kept-compilation'))}
    const [dir, module, from, to] = process.argv.slice(2)
    const kept = new KeptCompilation()
    await kept.keep(dir, dir + '/node_modules')
    const before = await kept.again()
    const text = readFileSync(dir + '/' + module, 'utf8')
    if (!text.includes(from)) throw new Error(module + ' does not say ' + from)
    writeFileSync(dir + '/' + module, text.replace(from, to))
    const after = await kept.again()
    writeFileSync(dir + '/' + module, text)
    const same = before && after && after.project.views.filter((view) => before.project.views.includes(view))
    console.log(JSON.stringify(same ? same.map(({ name }) => name) : null))
    process.exit(0)`
  project.write('script.mjs', script)
  const args = [join(project.dir, 'script.mjs'), project.dir, module, from, to]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as string[] | null
}

test('views of other modules are not compiled again', () => {
  expect(keptAfter('views/countries.ts', 'Sum of the totals', 'All totals')).toEqual(['v_customer_orders'])
})

test('views that read a changed view by its name are compiled again', () => {
  expect(keptAfter('views/customer_orders.ts', 'Best rating given.', 'Best.')).toEqual(['v_countries'])
})

test('what every view imports compiles all of them', () => {
  expect(keptAfter('views/sources.ts', 'Labels that', 'Labels')).toEqual([])
})

test('modules that count are evaluated as a whole', () => {
  expect(
    keptAfter(
      'views/sources.ts',
      'export const customers',
      'let n = 0\nexport const next = () => (n += 1)\nexport const customers',
    ),
  ).toBeNull()
})

test('a mistake is left to the compilation of the whole', () => {
  expect(keptAfter('views/countries.ts', "'c.country',", "'c.county',")).toBeNull()
})
