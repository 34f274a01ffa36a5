// Chromium says once that the app can be put on the device, and may say so before the part that asks for it is there: it is
// heard from the first line on, and kept.
export interface Asking extends Event {
  prompt: () => Promise<void>
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>
}

export const offer: { kept: Asking | null; heard: () => void } = { kept: null, heard: () => undefined }

function keep(to: Asking | null): void {
  offer.kept = to
  offer.heard()
}

addEventListener('beforeinstallprompt', (e) => {
  e.preventDefault()
  keep(e as Asking)
})
addEventListener('appinstalled', () => keep(null))
