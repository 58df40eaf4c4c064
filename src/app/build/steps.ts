/** Steps of a build that somebody who watches it knows by name. */
export const LOADING = 'loading the declarations'
export const WRITING = 'writing files'
