// A customer at a shop's channel: /s/<shop id>.
import { mount } from 'svelte'
import Customer from './Customer.svelte'

export { begin } from './guest.svelte'

/** The shop in an address; empty when there is none. */
export const shopIn = (path: string) => /^\/s\/([0-9a-z]{1,40})\/?$/.exec(path)?.[1] ?? ''

export const show = () => mount(Customer, { target: document.getElementById('app') as HTMLElement })
