/** SQL names of numbers in the tree. */

/** SQLValueFunctionOp. */
export const sqlValues: readonly string[] = [
  'CURRENT_DATE',
  'CURRENT_TIME',
  'CURRENT_TIME',
  'CURRENT_TIMESTAMP',
  'CURRENT_TIMESTAMP',
  'LOCALTIME',
  'LOCALTIME',
  'LOCALTIMESTAMP',
  'LOCALTIMESTAMP',
  'CURRENT_ROLE',
  'CURRENT_USER',
  'USER',
  'SESSION_USER',
  'CURRENT_CATALOG',
  'CURRENT_SCHEMA',
]

/** The first one that is not a date or time. */
export const currentRole = 9

/** By attribute number, without `tableoid`, which identifies a table and not a physical position. */
export const systemColumns: Readonly<Record<number, string>> = {
  [-1]: 'ctid',
  [-2]: 'xmin',
  [-3]: 'cmin',
  [-4]: 'xmax',
  [-5]: 'cmax',
}

/** JsonExprOp. */
export const jsonQueries: readonly string[] = ['JSON_EXISTS', 'JSON_QUERY', 'JSON_VALUE', 'JSON_TABLE']

/** JsonConstructorType, from 1. */
export const jsonConstructors: readonly string[] = [
  '',
  'JSON_OBJECT',
  'JSON_ARRAY',
  'JSON_OBJECTAGG',
  'JSON_ARRAYAGG',
  'JSON',
  'JSON_SCALAR',
  'JSON_SERIALIZE',
]

/** XmlExprOp. */
export const xmlExpressions: readonly string[] = [
  'XMLCONCAT',
  'XMLELEMENT',
  'XMLFOREST',
  'XMLPARSE',
  'XMLPI',
  'XMLROOT',
  'XMLSERIALIZE',
  'IS DOCUMENT',
]
