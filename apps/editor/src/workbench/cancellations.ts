/**
 * Keeps out of the console what the workbench cancels itself, such as the search of a quick pick for which another letter was
 * typed: it leaves those promises to nobody. Its own error handler passes over them too.
 */
export function ignoreCancellations(): void {
  addEventListener('unhandledrejection', (event) => {
    const reason: unknown = event.reason
    if (reason instanceof Error && reason.name === 'Canceled') event.preventDefault()
  })
}
