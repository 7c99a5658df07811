import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api/vscode/vs/editor/standalone/browser/standaloneServices'
import getAccessibility from '@codingame/monaco-vscode-accessibility-service-override'
import getAuthentication from '@codingame/monaco-vscode-authentication-service-override'
import getBulkEdit from '@codingame/monaco-vscode-bulk-edit-service-override'
import getConfiguration from '@codingame/monaco-vscode-configuration-service-override'
import getDialogs from '@codingame/monaco-vscode-dialogs-service-override'
import getEmmet from '@codingame/monaco-vscode-emmet-service-override'
import getEnvironment from '@codingame/monaco-vscode-environment-service-override'
import getExplorer from '@codingame/monaco-vscode-explorer-service-override'
import getGallery from '@codingame/monaco-vscode-extension-gallery-service-override'
import getExtensions from '@codingame/monaco-vscode-extensions-service-override'
import getKeybindings from '@codingame/monaco-vscode-keybindings-service-override'
import getLanguageDetection from '@codingame/monaco-vscode-language-detection-worker-service-override'
import getLanguages from '@codingame/monaco-vscode-languages-service-override'
import getLifecycle from '@codingame/monaco-vscode-lifecycle-service-override'
import getLog from '@codingame/monaco-vscode-log-service-override'
import getMarkers from '@codingame/monaco-vscode-markers-service-override'
import getModel from '@codingame/monaco-vscode-model-service-override'
import getMultiDiff from '@codingame/monaco-vscode-multi-diff-editor-service-override'
import getNotifications from '@codingame/monaco-vscode-notifications-service-override'
import getOutline from '@codingame/monaco-vscode-outline-service-override'
import getOutput from '@codingame/monaco-vscode-output-service-override'
import getPreferences from '@codingame/monaco-vscode-preferences-service-override'
import getQuickAccess from '@codingame/monaco-vscode-quickaccess-service-override'
import getScm from '@codingame/monaco-vscode-scm-service-override'
import getSearch from '@codingame/monaco-vscode-search-service-override'
import getSecretStorage from '@codingame/monaco-vscode-secret-storage-service-override'
import getSnippets from '@codingame/monaco-vscode-snippets-service-override'
import getStorage from '@codingame/monaco-vscode-storage-service-override'
import getTextmate from '@codingame/monaco-vscode-textmate-service-override'
import getTheme from '@codingame/monaco-vscode-theme-service-override'
import getTimeline from '@codingame/monaco-vscode-timeline-service-override'
import getProfile from '@codingame/monaco-vscode-user-data-profile-service-override'
import getBanner from '@codingame/monaco-vscode-view-banner-service-override'
import getStatusBar from '@codingame/monaco-vscode-view-status-bar-service-override'
import getTitleBar from '@codingame/monaco-vscode-view-title-bar-service-override'
import getWorkbench from '@codingame/monaco-vscode-workbench-service-override'
import getWorkingCopy from '@codingame/monaco-vscode-working-copy-service-override'
import getTrust from '@codingame/monaco-vscode-workspace-trust-service-override'
import type { Engine } from '../engine.ts'
import { userDataHome } from '../files/register.ts'
import { namedContentSites } from './content-site.ts'
import { stateDatabases } from './storage.ts'

/** The parts of VS Code that make up the editor. */
export function workbenchServices(engine: Engine): IEditorOverrideServices {
  return {
    ...getLog(),
    ...getExtensions({ enableWorkerExtensionHost: true, iframeAlternateDomain: namedContentSites }),
    ...getGallery({ webOnly: true }),
    ...getModel(),
    ...getNotifications(),
    ...getDialogs(),
    ...getConfiguration(),
    ...getKeybindings(),
    ...getTextmate(),
    ...getTheme(),
    ...getLanguages(),
    ...getLanguageDetection(),
    ...getPreferences(),
    ...getOutline(),
    ...getTimeline(),
    ...getBanner(),
    ...getStatusBar(),
    ...getTitleBar(),
    ...getSnippets(),
    ...getEmmet(),
    ...getOutput(),
    ...getSearch(),
    ...getMarkers(),
    ...getAccessibility(),
    ...getLifecycle(),
    ...getEnvironment({ userRoamingDataHome: userDataHome }),
    ...getTrust(),
    ...getWorkingCopy(),
    ...getScm(),
    ...getMultiDiff(),
    ...getBulkEdit(),
    ...getExplorer(),
    ...getSecretStorage(),
    ...getAuthentication(),
    ...getProfile(),
    ...getStorage({ databaseFactories: stateDatabases(engine) }),
    ...getWorkbench(undefined, namedContentSites),
    ...getQuickAccess({ isKeybindingConfigurationVisible: () => true, shouldUseGlobalPicker: () => true }),
  }
}
