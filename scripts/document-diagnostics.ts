/**
 * Writes docs/diagnostics.md from the registry of diagnostic codes: `npm run docs:diagnostics`. A test fails if the
 * file differs from the output of this script.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { sections } from '../src/model/diagnostics/registry.js'

export const DOCUMENT = join(import.meta.dirname, '../docs/diagnostics.md')

const INTRODUCTION = `# Diagnostics

<!-- Generated from src/model/diagnostics by npm run docs:diagnostics. -->

Every expected failure has a code that never changes its meaning. It comes with the place (module and line, or relation
and column), a sentence that says what is wrong and a hint that says what to do. All that can be found together are reported together. \`fusion explain FS152\` prints the entry of a code, \`fusion explain --list\` lists all codes.

The hundreds of a code name the stage: 1 loading and declarations, 2 analysis, 4 features of a trainer, 5
Postgres servers and files, 6 explanations, 7 checks, 8 the demo, 9 certification. Codes that begin with FSC, FSS or FSV are SQLSTATEs: errors that the generated SQL raises in the database when a role reads a view, runs a file or refreshes a stored relation.`

const escaped = (text: string): string => text.replaceAll(/[\\`*_<>[\]]/g, String.raw`\$&`)

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const byCode = <T>(a: readonly [string, T], b: readonly [string, T]): number => (a[0] < b[0] ? -1 : 1)

function section({ title, entries }: (typeof sections)[number]): string {
  const found = Object.entries(entries).toSorted(byCode)
  const rows = found.map(([code, entry]) => `| [${code}](#${code.toLowerCase()}) | ${escaped(entry.title)} |`)
  const each = found.map(
    ([code, entry]) =>
      `### ${code}\n\n**${capitalized(escaped(entry.title))}**\n\n${escaped(entry.explanation)}\n\n\`\`\`text\n${entry.example}\n\`\`\``,
  )
  return [`## ${title}`, ['| code | meaning |', '| --- | --- |', ...rows].join('\n'), ...each].join('\n\n')
}

/** The text of the page. */
export async function diagnosticsDocument(): Promise<string> {
  const text = [INTRODUCTION, ...sections.map(section)].join('\n\n')
  return await format(text, { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOCUMENT, await diagnosticsDocument())
