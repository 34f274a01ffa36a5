// Loading the page anew where that helps, but never in a circle.
const quiet = 30_000 // milliseconds within which a second reload for the same reason would be a circle

/** Loads the page anew; false when it was done just now and has not helped. */
export function reloadOnce(reason: string): boolean {
  const key = `reloaded-${reason}`
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < quiet) return false
  sessionStorage.setItem(key, String(Date.now()))
  location.reload()
  return true
}
