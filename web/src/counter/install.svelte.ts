// Putting the app on the device: what the browser has offered (lib/install.ts) is kept for the button.
import { type Asking, offer } from '../lib/install'

let asking = $state.raw<Asking | null>(offer.kept)
offer.heard = () => (asking = offer.kept)

export const install = {
  /** The browser would ask the person now. */
  get can() {
    return asking !== null
  },
  /** Asks; true when the person said yes. */
  async run(): Promise<boolean> {
    const one = asking
    asking = offer.kept = null // it may be used once
    await one?.prompt()
    return (await one?.userChoice)?.outcome === 'accepted'
  },
}
