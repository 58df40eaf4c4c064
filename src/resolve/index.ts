export { catalogsOfTrees } from './catalogs-of-trees.js'
export type {
  CatalogFunction,
  CatalogOperator,
  CatalogRelation,
  Catalogs,
  CatalogType,
  TypePart,
} from './catalogs.js'
export { type Closure, upstreamClosure } from './closure.js'
export { byteInSelect, locatedTrees } from './located-trees.js'
export type { ResolvedContract } from './read-contracts.js'
export { readViews, type Resolution, resolveInParts, resolveViews } from './resolve-views.js'
export type { ResolvedColumn, ResolvedSource, ResolvedView } from './resolved.js'
export type { ResolveSession } from './session.js'
