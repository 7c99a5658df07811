import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CommandError } from './command-error.ts'
import { findProgram, isExecutable } from './programs.ts'

/**
 * The path of a browser of Chromium's family: the one that `CARET_CHROMIUM` names, else the first one found where such
 * browsers are on this platform.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.CARET_CHROMIUM
  if (named) {
    if (isExecutable(named)) return named
    throw new CommandError(`CARET_CHROMIUM names ${named}, which is not a program. Correct it or unset it.`)
  }
  if (process.platform === 'darwin') return macApplications().find(isExecutable)
  if (process.platform === 'win32') return windowsPrograms(env).find(isExecutable)
  for (const name of linuxPrograms) {
    const path = findProgram(name, env)
    if (path) return path
  }
  return undefined
}

/** How to get a browser where there is none. */
export const chromiumHint = 'Install Chromium, Chrome, Edge or Brave, or name one in CARET_CHROMIUM.'

/**
 * Shows `url`: in a window of its own (`app`) where a browser of Chromium's family is found, else in the user's browser.
 * Gives a sentence for the user where that was not possible or not quite what was asked for.
 */
export async function showPage(url: string, app: boolean): Promise<string | undefined> {
  if (app) {
    const chromium = findChromium()
    if (chromium && (await startsWindow(chromium, url))) return undefined
    const reason = chromium ? `${chromium} did not start` : 'No browser of Chromium’s family was found'
    const note = `${reason}, so --app opens a normal page. ${chromiumHint}`
    return (await showInBrowser(url)) ?? note
  }
  return showInBrowser(url)
}

async function showInBrowser(url: string): Promise<string | undefined> {
  if (!hasDisplay()) return 'There is no display here: open the address in a browser yourself.'
  try {
    const { default: open } = await import('open')
    const browser = await open(url)
    browser.on('error', () => {})
    return undefined
  } catch {
    return 'No browser could be started: open the address yourself.'
  }
}

async function startsWindow(program: string, url: string): Promise<boolean> {
  const browser = spawn(program, [`--app=${url}`], { detached: true, stdio: 'ignore' })
  browser.unref()
  try {
    await once(browser, 'spawn')
    return true
  } catch {
    return false
  }
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME, BROWSER } = process.env
  return Boolean(DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME || BROWSER)
}

const linuxPrograms = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'vivaldi',
]

function macApplications(): string[] {
  const names = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser', 'Vivaldi']
  const folders = ['/Applications', join(homedir(), 'Applications')]
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}.app/Contents/MacOS/${name}`))
}

function windowsPrograms(env: NodeJS.ProcessEnv): string[] {
  const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  )
  const places = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
  places.push('Chromium/Application/chrome.exe', 'BraveSoftware/Brave-Browser/Application/brave.exe')
  return places.flatMap((place) => folders.map((folder) => join(folder, place)))
}
