import type { TerminalDetails, TerminalProfile, TerminalReplay } from '@caret/protocol'
import { ThemeIcon } from '@codingame/monaco-vscode-api/vscode/vs/base/common/themables'
import { URI, type UriComponents } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type { IPtyHostProcessReplayEvent } from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/capabilities/capabilities'
import {
  GeneralShellType,
  type IShellLaunchConfig,
  type ITerminalProfile,
  PosixShellType,
  type TerminalIcon,
  type TerminalShellType,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminal'
import type { IProcessDetails } from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/terminalProcess'

/** What the page wants to find again on a terminal; kept by the engine as JSON. */
export type Memo = Partial<
  Pick<
    IProcessDetails,
    | 'icon'
    | 'color'
    | 'fixedDimensions'
    | 'reconnectionProperties'
    | 'type'
    | 'hideFromUser'
    | 'isFeatureTerminal'
    | 'tabActions'
    | 'waitOnExit'
  >
>

export function memoOf(launch: IShellLaunchConfig): Memo {
  const { icon, color, fixedDimensions, reconnectionProperties, type, hideFromUser, isFeatureTerminal } = launch
  const waitOnExit = typeof launch.waitOnExit === 'function' ? undefined : launch.waitOnExit
  const { tabActions } = launch
  return {
    icon,
    color,
    fixedDimensions,
    reconnectionProperties,
    type,
    hideFromUser,
    isFeatureTerminal,
    tabActions,
    waitOnExit,
  }
}

export function toDetails(details: TerminalDetails, isOrphan: boolean): IProcessDetails {
  const memo = details.memo as Memo
  return {
    ...memo,
    icon: toIcon(memo.icon),
    color: memo.color,
    fixedDimensions: memo.fixedDimensions,
    environmentVariableCollections: undefined,
    id: details.id,
    pid: details.pid,
    title: details.title,
    titleSource: details.titleSource,
    cwd: details.cwd,
    hasChildProcesses: details.hasChildren,
    shellIntegrationNonce: details.nonce,
    workspaceId: '',
    workspaceName: '',
    isOrphan,
  }
}

export function toProfile(profile: TerminalProfile): ITerminalProfile {
  const { name, path, args, env, icon, color, overrideName } = profile
  return {
    ...{ profileName: name, path, args, env, color, overrideName, icon: toIcon(icon) },
    ...{ isDefault: profile.default, isAutoDetected: profile.detected, isFromPath: profile.fromPath },
  }
}

export function toReplay({ cols, rows, data, commands }: TerminalReplay): IPtyHostProcessReplayEvent {
  return {
    events: [{ cols, rows, data }],
    commands: {
      isWindowsPty: false,
      hasRichCommandDetection: false,
      promptInputModel: undefined,
      commands: commands.map((command) => ({
        command: command.command,
        commandLineConfidence: command.trusted ? 'high' : 'medium',
        isTrusted: command.trusted,
        timestamp: command.started,
        duration: command.duration,
        id: undefined,
        cwd: command.cwd,
        exitCode: command.exitCode,
        commandStartLineContent: undefined,
        markProperties: undefined,
        startX: command.startColumn,
        executedX: command.executedColumn,
        promptStartLine: command.promptLine,
        startLine: command.startLine,
        executedLine: command.executedLine,
        endLine: command.endLine,
      })),
    },
  }
}

const shellTypes = new Set<string>([...Object.values(PosixShellType), ...Object.values(GeneralShellType)])

/** The kind of shell that a process is, by its name. */
export function toShellType(title: string): TerminalShellType {
  const name = title.replace(/^.*[/\\]|^-/, '').replace(/[\d.]+$/, '')
  return shellTypes.has(name) ? (name as TerminalShellType) : undefined
}

/** An icon's id, or an icon that has travelled as JSON. */
function toIcon(icon: unknown): TerminalIcon | undefined {
  if (typeof icon === 'string') return ThemeIcon.fromId(icon)
  if (ThemeIcon.isThemeIcon(icon)) return icon
  if (!icon || typeof icon !== 'object') return undefined
  if ('light' in icon && 'dark' in icon) {
    return { light: URI.revive(icon.light as UriComponents), dark: URI.revive(icon.dark as UriComponents) }
  }
  return URI.revive(icon as UriComponents)
}
