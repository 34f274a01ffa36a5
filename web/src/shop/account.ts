import { store } from '../lib/store.svelte'

/** Whether a quote that goes out now would say no account to pay to. */
export const noAccount = () => store.shop?.account.trim() === ''
