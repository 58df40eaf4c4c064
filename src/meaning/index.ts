export { compareMeaning, type Meaning, type MeaningProject, type MeaningSettings } from './compare-meaning.js'
export { compareView, type FormsOfView, type MeaningSession } from './compare-views.js'
