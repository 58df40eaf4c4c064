export {
  type ColumnOrigin,
  type Declarations,
  type Declared,
  describeDeclarations,
} from './describe-declarations.js'
export { type Compiled, compileProject } from './compile-project.js'
export { type Kept, nothingKept } from './kept.js'
export { compileForms, type ViewForms } from './compile-forms.js'
export { type Copies, compileCopies } from './compile-copies.js'
export { type SqlLiterals, type VersionLiterals, versionLiterals } from './literals-in-sql.js'
export { copiedLayers } from './copied-layers.js'
export { type SavedDeclaration, saveDeclarations, type StandIns, standInsFor } from './saved-declarations.js'
export { NotKnown } from './stand-in.js'
