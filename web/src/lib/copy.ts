/** Puts a text on the clipboard, on pages too whose address the browser does not call secure. It says whether it did. */
export async function copy(text: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard) {
    try {
      await clipboard.writeText(text)
      return true
    } catch {
      // not allowed: the old way
    }
  }
  const area = document.createElement('textarea')
  area.value = text
  const holder = document.querySelector('dialog[open]') ?? document.body // outside a dialog nothing can be selected
  holder.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
