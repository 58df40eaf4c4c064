import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Codes in a text, ranges written out. */
function codes(text: string): Set<string> {
  const found = new Set(text.match(/FS\d{3}/g))
  for (const [, from, to] of text.matchAll(/FS(\d{3}) to FS(\d{3})/g)) {
    for (let code = Number(from); code <= Number(to); code++) found.add(`FS${code}`)
  }
  return found
}

it('documents every code that the source can report, and no other', () => {
  const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [...readFileSync(join(root, 'src', path), 'utf8').matchAll(/'(FS\d{3})'/g)])
    .map(([, code]) => code)
  const documented = codes(readFileSync(join(root, 'docs/diagnostics.md'), 'utf8'))
  expect([...documented].toSorted()).toEqual([...new Set(source)].toSorted())
})
