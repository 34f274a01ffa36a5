// The form of an order is not needed for the first screen. It comes right after it, so that it is there before somebody wants to
// write, with no server too.
import { m } from '../lib/m.svelte'
import { reloadOnce } from '../lib/reload'
import { store } from '../lib/store.svelte'
import { warn } from '../ui/toast.svelte'

export const fetchWriting = () => import('./OrderForm.svelte')

/** The form, for somebody who wants to write now. When it is gone, the app is newer than this page: that is loaded anew. */
export function writingPart(): ReturnType<typeof fetchWriting> {
  const part = fetchWriting()
  part.catch(() => {
    if (store.link === 'offline' || !reloadOnce('part')) warn(m.partMissing)
  })
  return part
}
