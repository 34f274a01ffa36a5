// The owner's side of the channel: its screens by their addresses, each loaded when it is opened.
export const counter: Record<string, () => Promise<{ default: unknown }>> = {
  '/channel': () => import('./Channel.svelte'),
  '/channel/card': () => import('./CardEdit.svelte'),
  '/channel/qr': () => import('./Stand.svelte'),
  '/channel/hours': () => import('./HoursEdit.svelte'),
  '/channel/form': () => import('./FormEdit.svelte'),
  '/channel/rules': () => import('./Rules.svelte'),
  '/channel/texts': () => import('./Texts.svelte'),
  '/channel/replies': () => import('./Replies.svelte'),
  '/channel/alerts': () => import('./Alerts.svelte'),
  '/channel/broadcasts': () => import('./Broadcasts.svelte'),
  '/channel/statistics': () => import('./Statistics.svelte'),
  '/channel/device': () => import('./Device.svelte'),
}
