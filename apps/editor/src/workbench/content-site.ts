/**
 * The site for code that is not Caret's own: webviews and extensions run there, each under a name of its own where the
 * workbench gives it one. It is another site than the editor's `127.0.0.1`, so its code cannot reach the editor's page,
 * its cookie or the engine.
 */
export const contentSite = `http://localhost:${location.port}`

/** The same with a place for the name. */
export const namedContentSites = `http://{{uuid}}.localhost:${location.port}`
