import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { projectFolder, type ProjectFolder } from '../support/project-folder.js'
import { installPython, python } from '../support/python.js'
import { runCli } from '../support/run-cli.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/python.md'), 'utf8')
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text]) => text ?? '')
const [config = ''] = blocks('ts')
const [row = '', prepare = ''] = blocks('python')
const [message = ''] = blocks('text')

/** What psycopg gives, without a database. */
const cursor = `
from types import SimpleNamespace
def cursor(rows):
    names = ["offer_id", "price", "bucket"]
    return SimpleNamespace(description=[SimpleNamespace(name=n) for n in names], fetchall=lambda: rows)`

let folder: ProjectFolder
let modules = ''
beforeAll(async () => {
  installPython()
  folder = projectFolder({ 'fusion.config.ts': config })
  modules = join(folder.dir, 'generated/python')
  expect(await runCli(['build', '--project', folder.dir], folder.env)).toMatchObject({ code: 0 })
}, 600_000)
afterAll(() => folder.remove())

it('the project of the page generates the row type that it shows', () => {
  expect(readFileSync(join(modules, 'shop.py'), 'utf8')).toContain(row)
})

it('the example prepares a frame', () => {
  const script = `${prepare}
${cursor}
frame = prepare(cursor([(1, 1, "low"), (2, 20000, "high"), (3, None, None)]))
print(list(frame["bucket"]), list(map(str, frame.dtypes)), frame["price"].isna().sum())
print(len(prepare(cursor([]))))`
  expect(python(['-c', script], modules)).toBe("[1, 0, -1] ['Int32', 'Int32', 'int8'] 1\n0\n")
})

it('the error has the text that the page shows', () => {
  const script = `${prepare}
${cursor}
try:
    prepare(cursor([(1, 1, "mid"), (None, 20000, "high"), (3, None, "mid")]))
except ValueError as error:
    print(error)`
  expect(python(['-c', script], modules)).toBe(message)
})
