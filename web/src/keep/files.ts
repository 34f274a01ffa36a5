// Hands files to the person: saved, shared, shown.
/** Saves under a name, where the browser saves what is downloaded. */
export function save(parts: BlobPart[], name: string, type: string): void {
  const a = document.createElement('a')
  a.href = URL.createObjectURL(new Blob(parts, { type }))
  a.download = name
  a.click()
  setTimeout(() => URL.revokeObjectURL(a.href), 60_000)
}

/** How large a file is, as people say it: a small one in KB, for 0.0 MB would look like nothing. */
export const sizeName = (bytes: number): string => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`)

export const canShare = () => typeof navigator.canShare === 'function' && navigator.canShare({ files: [new File(['x'], 'x.html', { type: 'text/html' })] })

/** Gives a file to another app; a person may change his mind. */
export async function share(text: string, name: string, type: string): Promise<void> {
  try {
    await navigator.share({ files: [new File([text], name, { type })] })
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
  }
}

/** Shows a page of our own making within another element, apart from the app's looks. */
export function show(html: string, on: HTMLElement): void {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const root = on.shadowRoot ?? on.attachShadow({ mode: 'open' })
  const look = new CSSStyleSheet()
  look.replaceSync(page.querySelector('style')?.textContent ?? '')
  root.adoptedStyleSheets = [look]
  root.replaceChildren(...page.body.childNodes)
}

/** Prints it, and nothing else. */
export function printPage(html: string): void {
  const paper = document.createElement('div')
  paper.className = 'paper'
  show(html, paper)
  document.getElementById('app')?.append(paper)
  const pages = new CSSStyleSheet()
  pages.insertRule('@page { size: A4; margin: 12mm; }')
  pages.insertRule('@media screen { .paper { position: absolute; left: -10000px; top: 0; } }')
  document.adoptedStyleSheets.push(pages)
  addEventListener('afterprint', () => {
    paper.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== pages)
  }, { once: true })
  print()
}
