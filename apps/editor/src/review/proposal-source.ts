import { EditSources } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/textModelEditSource'

/** What the workbench calls an edit that a model makes in place, as documents' changes tell it. */
export const proposalSource = 'inlineChat.applyEdits'

/** For edits that write what is proposed into a document. */
export const proposalEdit = (languageId: string) =>
  EditSources.inlineChatApplyEdit({
    ...{ modelId: undefined, requestId: undefined, sessionId: undefined, extensionId: undefined },
    languageId,
  })
