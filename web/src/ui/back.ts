// Back, on phones a gesture at the edge, shuts what lies over the screen instead of leaving the screen behind it.

/** Lays an entry into the history. back is called when Back takes it away; it gives true to let go, false to stay. The
 * function that is given takes the entry away when the thing is shut otherwise. */
export function overScreen(back: () => boolean): () => void {
  let laid = true
  const lay = () => history.pushState({ ...history.state, over: true }, '')
  lay()
  const popped = () => {
    laid = false
    if (back()) removeEventListener('popstate', popped)
    else {
      lay()
      laid = true
    }
  }
  addEventListener('popstate', popped)
  return () => {
    removeEventListener('popstate', popped)
    if (laid && history.state?.over) history.back()
  }
}
