import { createQueryId, PostgresQueryCompiler } from 'kysely'
import type { QueryDeclaration } from '../../declare/relation.js'
import type { OutputsOf } from '../scope/outputs.js'
import { readQuery } from './plain-reading.js'

/** A layer or view as the SELECT that it means, in Kysely's own text. Made for declarations without a fault. */
export const plainSql = (declaration: QueryDeclaration, outputsOf: OutputsOf): string =>
  new PostgresQueryCompiler().compileQuery(readQuery(declaration, outputsOf), createQueryId()).sql
