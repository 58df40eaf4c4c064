import { defineProject } from 'fusion-store'
import { fusionCertification } from '../../../views/certification.js'
import { entrypoint } from '../../../views/entrypoint.js'
import { features } from '../../../views/features.js'
import { scored } from '../../../views/scored.js'
import { train } from '../../../views/train.js'

/** The store of this repository with its guarded view served from a stored form. */
export default defineProject({
  name: 'fusion_store',
  sql: {
    '01_create_fusion_views_v2.sql': [features, scored],
    '02_create_cert_entrypoint_and_guard.sql': [entrypoint, train],
  },
  certification: { ...fusionCertification, served: {} },
})
