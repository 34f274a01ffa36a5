// What of this part goes on beside every screen: the evening job.
import { watchEvening } from './job.svelte'

watchEvening()
