import { URI, type UriComponents } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { MainThreadExtensionService } from '@codingame/monaco-vscode-extensions-service-override/vscode/vs/workbench/api/browser/mainThreadExtensionService'
import { contentSite } from '../workbench/content-site.ts'

/**
 * Tells extension hosts that the files of built-in extensions are on the content site, where those hosts live: they may
 * not start workers from the editor's. Call before the workbench starts.
 */
export function serveExtensionsFromContentSite(): void {
  const { prototype } = MainThreadExtensionService
  const { $asBrowserUri, $getAllStaticBrowserUris } = prototype
  prototype.$asBrowserUri = async function (uri: UriComponents) {
    return onContentSite(URI.revive(await $asBrowserUri.call(this, uri)))
  }
  prototype.$getAllStaticBrowserUris = async function () {
    const all = await $getAllStaticBrowserUris.call(this)
    return all.map(([from, to]): [UriComponents, UriComponents] => [from, onContentSite(URI.revive(to))])
  }
}

const onContentSite = (uri: URI) =>
  uri.scheme === 'http' && uri.authority === location.host
    ? uri.with({ authority: URI.parse(contentSite).authority })
    : uri
