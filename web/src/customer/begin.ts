// A customer at a shop's channel: /s/<shop id>.
import { mount } from 'svelte'
import Customer from './Customer.svelte'

export { begin } from './guest.svelte'

/** The shop in an address; empty when there is none. */
export const shopIn = (path: string) => /^\/s\/([0-9a-z]{1,40})\/?$/.exec(path)?.[1] ?? ''

export function show(): void {
  // The app that can be put on the home screen begins at the shop's own board. Here it is this shop's address that is put
  // there, which a phone does by itself where no app is named.
  for (const one of document.querySelectorAll('link[rel=manifest], meta[name=apple-mobile-web-app-title]')) one.remove()
  for (const name of ['apple-mobile-web-app-capable', 'mobile-web-app-capable']) {
    const meta = document.createElement('meta')
    meta.name = name
    meta.content = 'yes'
    document.head.append(meta)
  }
  // The name below the sign on the home screen comes with the shop's (Customer.svelte).
  mount(Customer, { target: document.getElementById('app') as HTMLElement })
}
