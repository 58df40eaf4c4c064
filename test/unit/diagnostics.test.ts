import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ts } from 'ts-morph'
import { describe, expect, it } from 'vitest'
import { diagnosticsDocument, DOCUMENT } from '../../scripts/document-diagnostics.js'
import { guardErrors } from '../../src/model/diagnostics/database-errors.js'
import type { DiagnosticEntry } from '../../src/model/diagnostics/entry.js'
import { registry, sections } from '../../src/model/diagnostics/registry.js'

const src = join(import.meta.dirname, '../../src')

const files = (ending: string, dir = src): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending) && !path.startsWith(join('model', 'diagnostics')))
    .map((path) => readFileSync(join(dir, path), 'utf8'))

const matches = (texts: readonly string[], pattern: RegExp): Set<string> =>
  new Set(texts.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, code]) => code ?? [])))

/** What unwinds a subtransaction inside of a routine, and never leaves it. */
const INTERNAL = 'FSC00'

const entries = Object.entries<DiagnosticEntry>(registry)

describe('the registry of diagnostics', () => {
  it('has every code that the source can report, and no other', () => {
    const inModules = matches(files('.ts'), /'(FS\d{3})'/g)
    const inSql = matches(files('.sql'), /'(FS[CSV]\d{2})'/g)
    inSql.delete(INTERNAL)
    expect(Object.keys(registry).toSorted()).toEqual([...inModules, ...inSql].toSorted())
  })

  it("has the guard's own codes apart", () => {
    const raised = matches(files('.sql', join(src, 'certify/sql/guard')), /'(FSC\d{2})'/g)
    expect(Object.keys(guardErrors)).toEqual([...raised].toSorted())
  })

  it('presents every code once', () => {
    const presented = sections.flatMap((section) => Object.keys(section.entries))
    expect(presented.toSorted()).toEqual(Object.keys(registry).toSorted())
  })

  it.each(entries)('explains %s', (code, { title, explanation, example }) => {
    expect(title).toMatch(/^[^.]{5,60}$/)
    expect(explanation).toMatch(/\.$/)
    expect(explanation.split(/\.(?= [A-Z-])/).length).toBeLessThanOrEqual(3)
    expect(example).toMatch(new RegExp(String.raw`\n\n.*\b${code}\b.*\n`))
  })

  it('is what docs/diagnostics.md says', async () => {
    expect(readFileSync(DOCUMENT, 'utf8'), 'run npm run docs:diagnostics').toBe(await diagnosticsDocument())
  })
})

/** Less than so many characters of its own and a text says nothing. */
const OWN_CHARACTERS = 10

/** A text of the source: what stands between the places that are filled in. */
type Text = readonly string[]

/** Whether something ends with a text, anything in the place of what is filled in. */
function endsWith(said: string, text: Text): boolean {
  const last = text.at(-1) ?? ''
  if (!said.endsWith(last)) return false
  let from = 0
  for (const part of text.slice(0, -1)) {
    const at = said.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= said.length - last.length
}

function textsOf(source: string): readonly Text[] {
  const found: Text[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push([node.text])
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)])
    node.forEachChild(visit)
  }
  visit(ts.createSourceFile('module.ts', source, ts.ScriptTarget.Latest))
  return found
}

/** The same of the SQL, where RAISE and format() fill in. */
const sqlTextsOf = (source: string): readonly Text[] =>
  [...source.matchAll(/'((?:[^'\n]|'')*)'/g)].map(([, text = '']) =>
    text.replaceAll("''", "'").split(/%[sIL]|%/),
  )

/** Messages and hints that are the words of esbuild and of Postgres, and nothing beside. */
const WORDS_OF_OTHERS = [
  'expected identifier but found end of file',
  'No function matches the given name and argument types. You might need to add explicit type casts.',
]

it('the examples say what the source says', () => {
  const all = [...files('.ts').flatMap(textsOf), ...files('.sql').flatMap(sqlTextsOf)]
  const texts = all.filter((text) => text.join('').length >= OWN_CHARACTERS)
  const isSaid = (said: string): boolean =>
    WORDS_OF_OTHERS.includes(said) || texts.some((text) => endsWith(said, text))
  const examples = entries.flatMap(([code, { example }]) => {
    const reported = example.slice(example.lastIndexOf('\n\n') + 2).split('\n')
    const message = reported[0]?.split(new RegExp(String.raw`\b${code}:? `))[1] ?? ''
    const hint = reported.at(-1)?.replace(/^ {2}|^HINT: {2}/, '') ?? ''
    return [
      [code, message],
      [code, hint],
    ] as const
  })
  expect(examples.filter(([, said]) => !isSaid(said))).toEqual([])
})
