export { ownPackage } from '../load/own-package.js'
