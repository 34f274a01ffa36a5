// Whether rows that are told fit onto what a page holds.
import type { Cursor } from './db'

/** Known: the page has them already. Next: they go on where it is. Gap: some before them were never told to this page. */
export function arrival(rows: { from: Cursor; cursor: Cursor; anew: boolean }, held: Cursor): 'known' | 'next' | 'gap' {
  if (rows.anew) return 'next'
  if (rows.cursor.edition === held.edition && rows.cursor.block <= held.block) return 'known'
  return rows.from.edition === held.edition && rows.from.block <= held.block ? 'next' : 'gap'
}
