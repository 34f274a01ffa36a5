// The shop's own side.
import { mount } from 'svelte'
import App from './App.svelte'
import { start } from './lib/session.svelte'

export const begin = start
export const show = () => mount(App, { target: document.getElementById('app') as HTMLElement })
