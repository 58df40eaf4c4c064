import { defineProject } from 'fusion-store'
import { a } from './a.js'
import { b } from './b.js'

export default defineProject({ name: 'cycle', sql: { '01.sql': [b, a] } })
