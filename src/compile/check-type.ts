import type { TypeDeclaration } from '../declare/types/type-declaration.js'
import { embeddedExtensions, isEmbeddedExtension } from '../model/embedded-extensions.js'
import { splitName } from '../model/relation-name.js'
import type { DiagnosticCollector } from './context.js'

/** Postgres cuts longer names off, and refuses longer labels. */
const NAME_BYTES = 63

const isTooLong = (name: string): boolean => Buffer.byteLength(name) > NAME_BYTES

/** Reports errors in the declaration of an upstream type. */
export function checkType(
  { name, definition, site }: TypeDeclaration,
  diagnostics: DiagnosticCollector,
): void {
  const invalid = (message: string, hint: string): void =>
    diagnostics.add({ relation: name, site }, 'FS180', message, hint)

  const split = splitName(name)
  if (split.schema === '' || split.name === '') {
    invalid(`"${name}" has no schema`, 'Name it "schema.type".')
  }
  for (const part of [split.schema, split.name].filter(isTooLong)) {
    invalid(`"${part}" is longer than ${NAME_BYTES} bytes`, 'Use its name in the database.')
  }
  if (definition.kind === 'enum') {
    const { labels } = definition
    if (labels.length === 0) invalid(`enum "${name}" has no labels`, 'List the labels of the database.')
    const twice = labels.find((label, at) => labels.indexOf(label) < at)
    if (twice !== undefined) {
      invalid(`enum "${name}" has the label "${twice}" twice`, 'List each label once, in order.')
    }
    for (const label of labels.filter((one) => isTooLong(one) || one.includes('\0'))) {
      invalid(
        `enum "${name}" has a label that Postgres does not allow: "${label.replaceAll('\0', '\\0')}"`,
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
        `built-in type. Available extensions: ${embeddedExtensions.join(', ')}.`,
    )
  }
}
