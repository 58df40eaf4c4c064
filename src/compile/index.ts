export { type Compiled, compileProject } from './compile-project.js'
