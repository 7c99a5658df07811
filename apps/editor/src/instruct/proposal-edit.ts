import { EditSources } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/textModelEditSource'

/** The source of edits that write what is proposed into a document: its changes tell it as `proposalSource`. */
export const proposalEdit = (languageId: string) =>
  EditSources.inlineChatApplyEdit({
    ...{ modelId: undefined, requestId: undefined, sessionId: undefined, extensionId: undefined },
    languageId,
  })
