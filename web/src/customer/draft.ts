// The order form as it is being filled in: kept on the device until it is sent.
import type { Filled } from './answers'
import { store } from './guest.svelte'

const name = 'form'

export const keptForm = async () => (await store().get('meta', name)) as Filled | undefined
export const keepForm = (f: Filled) => store().put('meta', f, name)
export const dropForm = () => store().delete('meta', name)
