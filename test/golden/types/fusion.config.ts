import { defineProject } from 'fusion-store'
import { byColour, offers } from './views/offers.js'
import { grade } from './views/types.js'

export default defineProject({
  name: 'types',
  sql: { '01_offers.sql': [offers, byColour] },
  types: [grade],
})
