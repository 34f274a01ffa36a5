// What of this part goes on beside every screen: the tone, and the browser's offer to install the app.
import { listen } from './chime.svelte'
import { watchInstall } from './install.svelte'

watchInstall()
listen()
