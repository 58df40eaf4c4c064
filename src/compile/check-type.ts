import type { TypeDeclaration } from '../declare/types/type-declaration.js'
import { embeddedExtensions, isEmbeddedExtension } from '../model/embedded-extensions.js'
import { splitName } from '../model/relation-name.js'
import type { DiagnosticCollector } from './context.js'

/** Postgres cuts longer names off, and refuses longer labels. */
const NAME_BYTES = 63

const isTooLong = (name: string): boolean => Buffer.byteLength(name) > NAME_BYTES

/** What is wrong with the declaration of an upstream type by itself. */
export function checkType(
  { name, definition, site }: TypeDeclaration,
  diagnostics: DiagnosticCollector,
): void {
  const impossible = (message: string, hint: string): void =>
    diagnostics.add({ relation: name, site }, 'FS180', message, hint)

  const split = splitName(name)
  if (split.schema === '' || split.name === '') {
    impossible(`"${name}" has no schema`, 'Name it "schema.type".')
  }
  for (const part of [split.schema, split.name].filter(isTooLong)) {
    impossible(`"${part}" is longer than ${NAME_BYTES} bytes`, 'Give the name that the database has.')
  }
  if (definition.kind === 'enum') {
    const { labels } = definition
    if (labels.length === 0) impossible(`enum "${name}" has no labels`, 'List the labels of the database.')
    const twice = labels.find((label, at) => labels.indexOf(label) < at)
    if (twice !== undefined) {
      impossible(`enum "${name}" has the label "${twice}" twice`, 'List each label once, in order.')
    }
    for (const label of labels.filter((one) => isTooLong(one) || one.includes('\0'))) {
      impossible(
        `enum "${name}" has a label that no database has: "${label.replaceAll('\0', '\\0')}"`,
        `A label has at most ${NAME_BYTES} bytes and no NUL.`,
      )
    }
  }
  if (definition.kind === 'extension' && !isEmbeddedExtension(definition.extension)) {
    diagnostics.add(
      { relation: name, site },
      'FS182',
      `the embedded Postgres has no extension "${definition.extension}", so views over "${name}" cannot be analyzed with it`,
      `Declare it with opaqueType("${name}") where views only select it, or let an upstream view turn it into a ` +
        `built-in type. Extensions that are there: ${embeddedExtensions.join(', ')}.`,
    )
  }
}
