export { type Compiled, compileProject } from './compile-project.js'
export { compileForms, type ViewForms } from './compile-forms.js'
