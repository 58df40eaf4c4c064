export type {
  CatalogFunction,
  CatalogOperator,
  CatalogRelation,
  Catalogs,
  CatalogType,
  TypePart,
} from './catalogs.js'
export { type Closure, upstreamClosure } from './closure.js'
export { createGuard, createSchemas, createSource, createView } from './create-statements.js'
export { byteInSelect, locatedTrees } from './located-trees.js'
export { type Resolution, resolveViews } from './resolve-views.js'
export type { ResolvedColumn, ResolvedSource, ResolvedView } from './resolved.js'
export type { ResolveSession } from './session.js'
export type * from './tree/nodes.js'
export { shapes } from './tree/nodes.js'
export { type NodeTree, readNodeTree } from './tree/read-node-tree.js'
export { visitChildren } from './tree/visit-children.js'
