import { builders, printer } from 'prettier/doc'
import type { OperationNode } from 'kysely'

/** Prettier's document algebra: it decides where lines break. */
export type Doc = builders.Doc

/** Prints a child node. */
export type Print = (node: OperationNode) => Doc

export { builders }

const WIDTH = 110

export const render = (doc: Doc): string =>
  printer.printDocToString(doc, { printWidth: WIDTH, tabWidth: 2, useTabs: false }).formatted
