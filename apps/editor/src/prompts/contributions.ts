/** What the view of prompts adds to the workbench's commands. */
export const promptContributions = {
  commands: [{ command: 'caret.previewPrompt', title: 'Preview Prompt', category: 'Caret' }],
}
