import type { Around } from '@caret/context'
import type { LanguageService } from '@caret/languages'
import type { Listing } from '../listing.ts'
import type { Log } from '../log.ts'
import type { Place } from '../place.ts'
import type { Tab } from '../tab/tab.ts'
import type { Reader } from './reader.ts'

/** What the folder has to look into. */
export interface Folder {
  place: Place
  listing: Listing
  languages: LanguageService
  tab: Pick<Tab, 'recent'>
  reader: Pick<Reader, 'syntax' | 'render'>
  log: Log
}

const mostEdits = 6

/** The folder as sources of context see it. @param open below the folder, the last used first */
export function aroundOf({ place, listing, languages, tab, reader, log }: Folder, open: readonly string[]): Around {
  return {
    workspace: place.workspace,
    syntax: reader.syntax,
    paths: (signal) => listing.paths({}, signal),
    // A server that would have to start first is too late for the one who waits.
    definition: async (path, position, signal) =>
      languages.servers.isReadyFor(path) ? await languages.definition(path, position, signal) : [],
    recentEdits: (signal) => tab.recent(mostEdits, signal),
    open,
    onFailure: (source, error) => log.warn({ source, error: String(error) }, 'a source of context failed'),
  }
}
