export * from './codes.js'
export * from './constants.js'
export * from './node-names.js'
export type * from './nodes.js'
export { shapes } from './nodes.js'
export * from './query-scope.js'
export {
  type BodyTree,
  type NodeTree,
  readFunctionBody,
  readNodeTree,
  type ReferencedOids,
} from './read-node-tree.js'
export {
  isWrittenList,
  isWrittenNode,
  readWrittenTree,
  type Written,
  type WrittenTree,
} from './read-written-tree.js'
export { locationOf, setReturningCalls, visitChildren } from './visit-children.js'
export { outlineView, type ViewOutline } from './outline/outline-view.js'
