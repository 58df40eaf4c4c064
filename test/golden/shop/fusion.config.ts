import { defineProject } from 'fusion-store'
import { countries, highlights } from './views/countries.js'
import { customerOrders } from './views/customer_orders.js'

export default defineProject({
  name: 'shop',
  sql: { '01_customers.sql': [customerOrders], '02_reports.sql': [countries, highlights] },
  reader: { int8: 'bigint' },
})
