// Writes a workbook (ECMA-376, SpreadsheetML): sheets of rows, put into a zip part by part, so that a hundred thousand rows
// are never in memory as one text.
//
// A text is always a text: it lies as an inline string, which no spreadsheet calculates, and one that begins like a formula
// is marked as quoted, so that it stays one when somebody edits the cell.
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** One cell; day is "2026-11-28", at is the wall clock "2026-11-28T13:00". Nothing for an empty one. */
export type Cell = string | { won: number | bigint } | { n: number } | { day: string } | { at: string } | undefined

export interface Column {
  name: string
  width: number // in letters
}

export interface Sheet {
  name: string
  columns: Column[]
  /** Rows come in portions: what is read from the device is read when it is written. */
  rows: Iterable<Cell[][]> | AsyncIterable<Cell[][]>
}

/** What a spreadsheet takes: letters of a cell, rows of a sheet with its head. */
export const limits = { letters: 32_767, rows: 1_048_576 }

/** The styles by their places in styles.xml. */
const style = { text: 0, head: 1, won: 2, day: 3, at: 4, quoted: 5 } as const

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006/relationships'
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

export const mime = `${kind}.sheet`

/** Text of XML 1.0: what it has no place for is left out, and what a spreadsheet would take for a letter's number is escaped. */
export function xml(text: string): string {
  if (!/[\u0000-\u0008\u000b-\u001f"&<>_\ud800-\udfff\ufffe\uffff]/.test(text)) return text // nearly all of them
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\r\n', '\n').replaceAll('\r', '\n')
}

/** "C" of 2, "AA" of 26. */
export function letters(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? letters(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}

const dayMs = 86_400_000
/** Day 0 of spreadsheets, by which days after February 1900 are right. */
const zero = Date.UTC(1899, 11, 30)

/** Days since day 0, with the time as a fraction; undefined for what is no time. */
export function serial(wall: string): number | undefined {
  const ms = Date.parse(wall.length === 10 ? `${wall}T00:00:00Z` : `${wall.slice(0, 19)}${wall.length === 16 ? ':00' : ''}Z`)
  return Number.isNaN(ms) ? undefined : (ms - zero) / dayMs
}

const value = (at: string, s: number, n: number | bigint) => `<c r="${at}" s="${s}"><v>${n}</v></c>`

function text(at: string, words: string, s: number): string {
  const said = xml(words.slice(0, limits.letters)) // half a letter at the end is left out
  return `<c r="${at}" s="${s}" t="inlineStr"><is><t xml:space="preserve">${said}</t></is></c>`
}

function cell(at: string, one: Cell): string {
  if (one === undefined || one === '') return ''
  if (typeof one === 'string') return text(at, one, /^[=+\-@\t\r]/.test(one) ? style.quoted : style.text)
  if ('won' in one) return value(at, style.won, one.won)
  if ('n' in one) return value(at, style.text, one.n)
  const wall = 'day' in one ? one.day : one.at
  const n = serial(wall)
  return n === undefined ? cell(at, wall) : value(at, 'day' in one ? style.day : style.at, n)
}

const row = (n: number, cells: string) => `<row r="${n}">${cells}</row>`

const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="#,##0"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Malgun Gothic"/></font><font><b/><sz val="11"/><name val="Malgun Gothic"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${[164, 165, 166].map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('')}<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

function around(sheets: Sheet[]): Record<string, string> {
  const each = (part: (n: number, s: Sheet) => string) => sheets.map((s, i) => part(i + 1, s)).join('')
  return {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${kind}.styles+xml"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${kind}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packaged}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${each((n, s) => `<sheet name="${xml(sheetName(s.name))}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packaged}">${each((n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': styles,
  }
}

/** A sheet's name has at most 31 letters and none of []:*?/\. */
const sheetName = (name: string) => name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)

const portion = 1 << 18 // letters that are packed at once

/** Lets the page do something else meanwhile. */
const breath = () => new Promise((resolve) => setTimeout(resolve))

/** Hands over the parts of the file in order, as soon as they are made. */
export async function workbook(sheets: Sheet[], take: (part: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  let failed: Error | null = null
  const zip = new Zip((error, part) => {
    if (error) failed = error
    else take(part as Uint8Array<ArrayBuffer>)
  })
  for (const [name, said] of Object.entries(around(sheets))) {
    const file = new ZipPassThrough(name)
    zip.add(file)
    file.push(strToU8(said), true)
  }
  for (const [i, sheet] of sheets.entries()) {
    const file = new ZipDeflate(`xl/worksheets/sheet${i + 1}.xml`, { level: 4 })
    zip.add(file)
    const widths = sheet.columns.map((c, k) => `<col min="${k + 1}" max="${k + 1}" width="${c.width}" customWidth="1"/>`).join('')
    const names = row(1, sheet.columns.map((c, k) => text(`${letters(k)}1`, c.name, style.head)).join(''))
    file.push(strToU8(`${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>${names}`))
    let n = 1
    let said = ''
    for await (const some of sheet.rows) {
      for (const cells of some) if (n < limits.rows) said += row(++n, cells.map((c, k) => cell(`${letters(k)}${n}`, c)).join(''))
      if (said.length < portion) continue
      file.push(strToU8(said))
      said = ''
      await breath()
    }
    file.push(strToU8(`${said}</sheetData></worksheet>`), true)
  }
  zip.end()
  if (failed) throw failed
}
