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
frame = pd.DataFrame({"offer_id": [1, 2, 3], "price": pd.array([1, 20000, None], "Int64"), "bucket": ["low", "high", None]})
print(list(prepare(frame)["bucket"]))`
  expect(python(['-c', script], modules)).toBe('[1, 0, -1]\n')
})

it('the error has the text that the page shows', () => {
  const script = `${prepare}
frame = pd.DataFrame({
    "offer_id": pd.array([1, None, 3], "Int64"), "price": pd.array([1, 20000, None], "Int64"), "bucket": ["mid", "high", "mid"]
})
try:
    prepare(frame)
except ValueError as error:
    print(error)`
  expect(python(['-c', script], modules)).toBe(message)
})
