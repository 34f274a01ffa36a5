// Whether the screen itself is seen: the page is in front, and neither a sheet nor a dialog lies over it. Only what is seen is read.
import { createSubscriber } from 'svelte/reactivity'

const look = () => document.visibilityState === 'visible' && document.querySelector('dialog:modal') === null

const follow = createSubscriber((changed) => {
  let was = look()
  const again = () => {
    if (look() === was) return
    was = !was
    changed()
  }
  // A dialog that opens or shuts changes an attribute; one that goes with its screen is only taken away.
  const watcher = new MutationObserver(again)
  watcher.observe(document, { subtree: true, childList: true, attributeFilter: ['open'] })
  document.addEventListener('visibilitychange', again)
  return () => {
    watcher.disconnect()
    document.removeEventListener('visibilitychange', again)
  }
})

/** Whether it is seen now; an effect that asks runs again when that changes. */
export function inSight(): boolean {
  follow()
  return look()
}
