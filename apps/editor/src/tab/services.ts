import { EditSuggestionId } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/textModelEditSource'
import { SyncDescriptor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/descriptors'
import { IAiEditTelemetryService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/editTelemetry/browser/telemetry/aiEditTelemetry/aiEditTelemetryService.service'

/** The workbench names each suggestion that it shows here, before it tells the provider. Nobody else is told. */
class SuggestionNames implements IAiEditTelemetryService {
  declare readonly _serviceBrand: undefined
  readonly createSuggestionId = () => EditSuggestionId.newId()
  readonly handleCodeAccepted = () => {}
  readonly handleCodeRejected = () => {}
}

export const tabServices = { [IAiEditTelemetryService.toString()]: new SyncDescriptor(SuggestionNames, [], true) }
