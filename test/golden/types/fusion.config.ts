import { defineProject } from 'fusion-store'
import { byColor, offers } from './views/offers.js'
import { grade } from './views/types.js'

export default defineProject({
  name: 'types',
  sql: { '01_offers.sql': [offers, byColor] },
  types: [grade],
  python: true,
})
