import { defineProject } from 'fusion-store'
import { demo } from './scripts/demo.js'
import { marketCertification } from './views/certification.js'
import { entrypoint } from './views/entrypoint.js'
import { features } from './views/features.js'
import { incomeCuts } from './views/income_cuts.js'
import { listingPlaces } from './views/listing_places.js'
import { saleSpeeds } from './views/sale_speeds.js'
import { segmentDays } from './views/segment_days.js'
import { train } from './views/train.js'
import { weeklyAnchors } from './views/weekly_anchors.js'

export default defineProject({
  name: 'market_store',
  sql: {
    '01_create_market_relations.sql': [listingPlaces, segmentDays, saleSpeeds, weeklyAnchors, incomeCuts],
    '02_create_market_entrypoint.sql': [entrypoint, features, train],
  },
  certification: marketCertification,
  demo,
})
