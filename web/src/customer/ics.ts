// A pickup as a file for calendars (RFC 5545), made on the device.
import { addDays } from '../lib/format'

export interface Pickup {
  id: string
  /** By the shop's clock: "2026-11-23T13:00", or a day alone. */
  at: string
  zone: string
  title: string
  text: string
  place: string
  now: number
}

const escaped = (s: string) => s.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll(/\r?\n/g, '\\n')

const most = 75 // bytes of a line, §3.1

/** Cuts a line where the standard wants it, never within a letter. */
function folded(line: string): string {
  let out = ''
  let bytes = 0
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length
    if (bytes + size > most) {
      out += '\r\n '
      bytes = 1
    }
    out += letter
    bytes += size
  }
  return out
}

const stamp = (iso: string) => iso.replaceAll(/[-:]/g, '').slice(0, 15)

/** The instant of a wall clock: what the zone's clock shows is found by looking at it twice, for zones with summer time. */
export function instant(at: string, zone: string): number {
  const shown = (ms: number) => Date.parse(`${new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ms).replace(' ', 'T')}Z`)
  const wanted = Date.parse(`${at}:00Z`)
  let ms = wanted
  for (let i = 0; i < 2; i++) ms += wanted - shown(ms)
  return ms
}

export function calendar(p: Pickup): string {
  const utc = (ms: number) => `${stamp(new Date(ms).toISOString())}Z`
  const hour = p.at.length > 10
  const start = hour ? instant(p.at, p.zone) : 0
  const when = hour
    ? [`DTSTART:${utc(start)}`, `DTEND:${utc(start + 30 * 60_000)}`]
    : [`DTSTART;VALUE=DATE:${p.at.replaceAll('-', '')}`, `DTEND;VALUE=DATE:${addDays(p.at, 1).replaceAll('-', '')}`]
  const alarm = hour ? '-PT2H' : '-PT4H'
  return [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Dangol//Channel//KO', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'BEGIN:VEVENT',
    `UID:${p.id}@dangol`, `DTSTAMP:${utc(p.now)}`, ...when, `SUMMARY:${escaped(p.title)}`,
    ...(p.text ? [`DESCRIPTION:${escaped(p.text)}`] : []), ...(p.place ? [`LOCATION:${escaped(p.place)}`] : []),
    'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(p.title)}`, `TRIGGER:${alarm}`, 'END:VALARM', 'END:VEVENT', 'END:VCALENDAR', '',
  ].map(folded).join('\r\n')
}
