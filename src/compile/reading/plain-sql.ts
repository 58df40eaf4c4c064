import { createQueryId, type OperationNode, PostgresQueryCompiler, RawNode } from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import type { OutputsOf } from '../scope/outputs.js'
import { readExpression, readQuery } from './plain-reading.js'

/** The plain SELECT of a layer or view, in Kysely's own text. The declaration must be free of errors. */
export const plainSql = (declaration: QueryDeclaration, outputsOf: OutputsOf): string =>
  new PostgresQueryCompiler().compileQuery(readQuery(declaration, outputsOf), createQueryId()).sql

/** The same for one expression over the inputs of a declaration. */
export const plainExpression = (
  node: OperationNode,
  inputs: QueryDeclaration['inputs'],
  outputsOf: OutputsOf,
): string =>
  new PostgresQueryCompiler().compileQuery(
    RawNode.create(['', ''], [readExpression(node, inputs, outputsOf)]),
    createQueryId(),
  ).sql
