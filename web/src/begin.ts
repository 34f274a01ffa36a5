// The shop's own side.
import { mount } from 'svelte'
import App from './App.svelte'

export { start } from './lib/session.svelte'
export const show = () => mount(App, { target: document.getElementById('app') as HTMLElement })
