// What of this part goes on beside every screen: the tone.
import { listen } from './chime.svelte'

listen()
