import { defineProject } from 'fusion-store'
import { entrypoint, timeless } from './views/store.js'

export default defineProject({
  name: 'constructor',
  sql: { '01_a.sql': [entrypoint], '02_b.sql': [timeless] },
  python: true,
})
