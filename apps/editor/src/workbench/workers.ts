import extensionHost from '@codingame/monaco-vscode-api/workers/extensionHost.worker?worker&url'
import languageDetection from '@codingame/monaco-vscode-language-detection-worker-service-override/worker?worker&url'
import outputLinks from '@codingame/monaco-vscode-output-service-override/worker?worker&url'
import fileSearch from '@codingame/monaco-vscode-search-service-override/worker?worker&url'
import textMate from '@codingame/monaco-vscode-textmate-service-override/worker?worker&url'
import editor from 'monaco-editor/esm/vs/editor/editor.worker.js?worker&url'

import { contentSite } from './content-site.ts'

const urls: Record<string, string> = {
  editorWorkerService: editor,
  // Third parties' extensions run in this one.
  extensionHostWorkerMain: contentSite + extensionHost,
  LanguageDetectionWorker: languageDetection,
  LocalFileSearchWorker: fileSearch,
  OutputLinkDetectionWorker: outputLinks,
  TextMateWorker: textMate,
}

/** Tells the workbench where its workers are. Call before anything else. */
export function registerWorkers(): void {
  const environment = {
    getWorkerUrl: (_module: string, label: string) => urls[label],
    getWorkerOptions: () => ({ type: 'module' }),
  }
  Object.assign(globalThis, { MonacoEnvironment: environment })
}
