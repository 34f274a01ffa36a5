// Reads a calendar file as strictly as RFC 5545 wants it, and complains where a calendar might.

export interface Component {
  name: string
  lines: Map<string, { parameters: string; value: string }[]>
  parts: Component[]
}

const encoder = new TextEncoder()

/** §3.1: lines end with CRLF, have at most 75 bytes, and are folded between letters. */
function unfolded(bytes: Buffer): string[] {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  if (!text.endsWith('\r\n')) throw new Error('the last line has no end')
  const lines = text.slice(0, -2).split('\r\n')
  const whole: string[] = []
  for (const line of lines) {
    if (/[\r\n]/.test(line)) throw new Error('a line ends without CRLF')
    if (encoder.encode(line).length > 75) throw new Error(`${encoder.encode(line).length} bytes of a line`)
    if (line.startsWith(' ') || line.startsWith('\t')) whole.push(`${whole.pop() ?? ''}${line.slice(1)}`)
    else whole.push(line)
  }
  return whole
}

/** §3.3.11 */
export const plainText = (value: string) => value.replaceAll(/\\([\\;,nN])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c))

export function readCalendar(bytes: Buffer): Component {
  const root: Component = { name: '', lines: new Map(), parts: [] }
  const open = [root]
  for (const line of unfolded(bytes)) {
    const found = /^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$/.exec(line)
    if (!found) throw new Error('a line is not "NAME;PARAMETER=…:value"')
    const [, name = '', parameters = '', value = ''] = found
    const inner = open.at(-1) as Component
    if (name === 'BEGIN') {
      const part: Component = { name: value, lines: new Map(), parts: [] }
      inner.parts.push(part)
      open.push(part)
    } else if (name === 'END') {
      if (inner.name !== value || open.length === 1) throw new Error(`${value} ends within ${inner.name}`)
      open.pop()
    } else inner.lines.set(name, [...(inner.lines.get(name) ?? []), { parameters, value }])
  }
  if (open.length !== 1 || root.parts.length !== 1) throw new Error('not one calendar')
  return root.parts[0] as Component
}

/** The value of what must be there exactly once. */
export function once(c: Component, name: string): string {
  const all = c.lines.get(name) ?? []
  if (all.length !== 1) throw new Error(`${c.name} has ${all.length} × ${name}`)
  return all[0]?.value ?? ''
}

/** The instant of "20261128T060000Z". */
export function utc(value: string): number {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value)
  if (!found) throw new Error('not an instant in UTC')
  const [y, mo, d, h, mi, s] = found.slice(1).map(Number) as [number, number, number, number, number, number]
  return Date.UTC(y, mo - 1, d, h, mi, s)
}
