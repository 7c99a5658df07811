import { ContextKeyExpr } from '@codingame/monaco-vscode-api/vscode/vs/platform/contextkey/common/contextkey'
import { Registry } from '@codingame/monaco-vscode-api/vscode/vs/platform/registry/common/platform'
import { Extensions, type IViewsRegistry } from '@codingame/monaco-vscode-api/vscode/vs/workbench/common/views'

/** What the source control view says in a folder without a repository. */
export function offerRepository(): void {
  const views = Registry.as<IViewsRegistry>(Extensions.ViewsRegistry)
  views.registerViewWelcomeContent('workbench.scm', {
    content: 'This folder is in no git repository.\n[Initialize Repository](command:git.init)',
    when: ContextKeyExpr.and(ContextKeyExpr.not('git.repositoryOpen'), ContextKeyExpr.has('git.searched')),
  })
}
