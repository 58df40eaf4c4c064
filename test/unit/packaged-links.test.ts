import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

interface Packed {
  readonly files: readonly { readonly path: string }[]
}

const pack = ['pack', '--dry-run', '--json', '--ignore-scripts']
const [packed]: readonly Packed[] = JSON.parse(
  execFileSync('npm', pack, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
)
const files = new Set(packed?.files.map(({ path }) => path))

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const withoutCode = (text: string): string => text.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '')

/** Targets of links within the project. */
const links = (text: string): string[] =>
  [...withoutCode(text).matchAll(/\]\(\s*<?([^)\s>]+)|^\[[^\]]+\]:\s*(\S+)/gm)]
    .map(([, inline, reference]) => inline ?? reference ?? '')
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target))

/** Anchors of a document as GitHub and npm make them of its headings. */
function anchors(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const headings = text.replace(/^```[^]*?^```/gm, '').matchAll(/^#{1,6} +(.+?) *#*$/gm)
  return new Set(
    Array.from(headings, ([, heading = '']) => {
      const slug = heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-')
      const before = seen.get(slug) ?? 0
      seen.set(slug, before + 1)
      return before === 0 ? slug : `${slug}-${before}`
    }),
  )
}

/** Where a link leads, from the root of the project. */
const targetOf = (document: string, path: string): string =>
  path === '' ? document : posix.normalize(posix.join(dirname(document), path))

const linkedFrom = (document: string): string[] =>
  links(read(document))
    .map((link) => targetOf(document, link.split('#')[0] ?? ''))
    .filter((target) => target !== document)

/** What is wrong with the links of a document, each as a line. */
function broken(document: string): string[] {
  return links(read(document)).flatMap((link) => {
    const [path = '', anchor] = link.split('#')
    const target = targetOf(document, path)
    if (!existsSync(join(root, target))) return [`${link}: there is no ${target}`]
    if (files.has(document) && !files.has(target)) return [`${link}: ${target} is not in the package`]
    const isThere = anchor === undefined || anchors(read(target)).has(anchor)
    return isThere ? [] : [`${link}: ${target} has no heading of that name`]
  })
}

const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .map((path) => `docs/${path}`)
  .filter((path) => path.endsWith('.md'))
  .toSorted()
const documents = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...docs]

describe('documents', () => {
  it.each(documents)('%s is in the package, and its links lead somewhere there', (document) => {
    expect(files).toContain(document)
    expect(broken(document)).toEqual([])
  })

  it('are each linked from another', () => {
    const linked = documents.flatMap((document) => linkedFrom(document))
    expect(docs.filter((document) => !linked.includes(document))).toEqual([])
  })
})

/** Files and folders of the repository that a text names in backticks; a pattern such as `check-*.ts` is none. */
const pathsNamed = (text: string): string[] =>
  [...text.matchAll(/`((?:src|test|views|scripts|bench)\/[\w./-]+)`/g)].map(([, path = '']) => path)

it.each(documents)('%s names only files and folders that there are', (document) => {
  expect(pathsNamed(read(document)).filter((path) => !existsSync(join(root, path)))).toEqual([])
})

it('anchors are those of GitHub', () => {
  expect([...anchors('# A `code` & more\n## Twice\n```\n# no heading\n```\n## Twice\n### Über_uns')]).toEqual(
    ['a-code--more', 'twice', 'twice-1', 'über_uns'],
  )
})
