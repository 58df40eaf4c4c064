import { defineProject } from 'fusion-store'
import { demo } from './scripts/demo.js'
import { fusionCertification } from './views/certification.js'
import { entrypoint } from './views/entrypoint.js'
import { features } from './views/features.js'
import { recommended } from './views/recommended.js'
import { scored } from './views/scored.js'
import { slaCertification, slaStore, slaTrain } from './views/sla.js'
import { train } from './views/train.js'

export default defineProject({
  name: 'fusion_store',
  sql: {
    '01_create_fusion_views_v2.sql': [features, scored],
    '02_create_cert_entrypoint_and_guard.sql': [entrypoint, train],
    'optional/01_create_fusion_scored_t0_sla_matview.sql': [slaStore, slaTrain],
  },
  certification: [fusionCertification, slaCertification],
  solver: 'z3',
  python: true,
  features: [recommended],
  demo,
})
