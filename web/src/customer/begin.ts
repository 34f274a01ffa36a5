// A customer at a shop's channel: /s/<shop id>.
import { mount } from 'svelte'
import Customer from './Customer.svelte'
import { begin as open } from './guest.svelte'

/** The shop in an address; empty when there is none. */
export const shopIn = (path: string) => /^\/s\/([0-9a-z]{1,40})\/?$/.exec(path)?.[1] ?? ''

export const begin = () => open(shopIn(location.pathname))
export const show = () => mount(Customer, { target: document.getElementById('app') as HTMLElement })
