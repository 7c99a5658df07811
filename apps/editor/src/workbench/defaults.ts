/** Settings where Caret's default differs from VS Code's. The user's own settings come before them. */
export const configurationDefaults = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.iconTheme': 'vs-seti',
  'workbench.startupEditor': 'none',
  // Settings as a tab: over a modal editor no other key works, and a reload loses it.
  'workbench.editor.useModal': 'off',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'editor.inlineSuggest.enabled': true,
  'editor.inlineSuggest.edits.enabled': true,
  'editor.inlineSuggest.edits.showCollapsed': false,
  // The tokenizer's worker crashed in a fifth of the loads.
  'editor.experimental.asyncTokenization': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'terminal.integrated.persistentSessionScrollback': 1000,
  // In a browser VS Code would save by itself.
  'files.autoSave': 'off',
  'files.hotExit': 'onExitAndWindowClose',
}
