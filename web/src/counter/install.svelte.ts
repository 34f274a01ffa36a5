// Putting the app on the device. Chromium says once when it can be done; what it said is kept for the button.
interface Asking extends Event {
  prompt: () => Promise<void>
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>
}

let asking = $state.raw<Asking | null>(null)

export const install = {
  /** The browser would ask the person now. */
  get can() {
    return asking !== null
  },
  /** Asks; true when the person said yes. */
  async run(): Promise<boolean> {
    const one = asking
    asking = null // it may be used once
    await one?.prompt()
    return (await one?.userChoice)?.outcome === 'accepted'
  },
}

export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (e) => {
    e.preventDefault()
    asking = e as Asking
  })
  addEventListener('appinstalled', () => (asking = null))
}
