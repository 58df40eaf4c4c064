import type { CompiledCertification } from '../../model/certification.js'
import { quoteIdentifier, quoteRelation } from '../../model/quote-identifier.js'
import { quoteLiteral } from '../../model/quote-literal.js'
import type { RelationName } from '../../model/relation-name.js'

/** A relation's SQL name as a text literal: the audit schema knows relations by it. */
export const nameLiteral = (relation: RelationName): string => quoteLiteral(quoteRelation(relation))

export const textArray = (texts: readonly string[]): string =>
  `ARRAY[${texts.map(quoteLiteral).join(', ')}]::text[]`

/** The procedure that certifies the store. */
export const runnerName = ({ procedure }: CompiledCertification): string =>
  `audit.${quoteIdentifier(procedure)}`

/** Name of the function that counts the store's invariants. */
export const contractFunction = ({ procedure }: CompiledCertification): string => `contract_of_${procedure}`

/** The same as SQL writes it. */
export const contractName = (certified: CompiledCertification): string =>
  `audit.${quoteIdentifier(contractFunction(certified))}`

/** Settings that would change what the statements below mean. */
const session = `SET LOCAL client_encoding = 'UTF8';
SET LOCAL standard_conforming_strings = on;
SET LOCAL check_function_bodies = on;
SET LOCAL search_path = pg_catalog, pg_temp;`

/** A file that runs as one transaction. */
export const transactionFile = (header: string, parts: readonly string[]): string =>
  `${[header, 'BEGIN ISOLATION LEVEL READ COMMITTED;', session, ...parts.map((part) => part.trim()), 'COMMIT;'].join('\n\n')}\n`
