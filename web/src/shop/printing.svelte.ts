// What goes onto paper: the sheet of a day on A4, or slips, of 80 mm for a receipt printer or four and more to a sheet of A4. Print.svelte draws it.
import { flushSync } from 'svelte'
import type { Order } from '../gen/dangol/shop/v1/resource_pb'

export type Paper = { kind: 'day'; day: string } | { kind: 'slips'; orders: Order[]; a4: boolean }

let paper = $state.raw<Paper | null>(null)

export const printing = {
  get paper() {
    return paper
  },
}

export const printDay = (day: string) => put({ kind: 'day', day })
export const printSlips = (orders: Order[], a4 = false) => put({ kind: 'slips', orders, a4 })

function put(what: Paper): void {
  flushSync(() => (paper = what))
  const sheet = pages(what)
  document.adoptedStyleSheets.push(sheet)
  const end = () => {
    removeEventListener('afterprint', end)
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((s) => s !== sheet)
    paper = null
  }
  addEventListener('afterprint', end)
  print()
}

const pixelsPerMm = 96 / 25.4

/** The size of the pages. A slip's page is as long as the slip, so that no paper is wasted. */
function pages(what: Paper): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  if (what.kind === 'day' || what.a4) {
    sheet.insertRule('@page { size: A4; margin: 12mm; }')
    return sheet
  }
  document.querySelectorAll<HTMLElement>('.paper .slip').forEach((slip, i) => {
    const long = Math.ceil(slip.getBoundingClientRect().height / pixelsPerMm) + 10
    sheet.insertRule(`@page slip${i} { size: 80mm ${Math.max(60, long)}mm; margin: 3mm 4mm; }`)
    slip.style.setProperty('page', `slip${i}`)
  })
  return sheet
}
