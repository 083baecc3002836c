// Independent readers of the other forms of a list.
import { SaxesParser } from 'saxes'

/**
 * A table by the rules of RFC 4180, with a byte order mark and semicolons, as
 * German and Danish spreadsheets take it. Answers with an object per row; throws
 * on a stray quote or a row of another width.
 */
export function csv(file) {
  if (!file.startsWith('\uFEFF')) throw new Error('the table has no byte order mark')
  const text = file.slice(1)
  const rows = []
  let row = [], cell = '', quoted = false, closed = false
  const endCell = () => { row.push(cell); cell = ''; closed = false }
  const endRow = () => { endCell(); rows.push(row); row = [] }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') { cell += '"'; i++ }
      else { quoted = false; closed = true }
    } else if (c === ';') endCell()
    else if (c === '\r' && text[i + 1] === '\n') { endRow(); i++ }
    else if (c === '"' && cell === '' && !closed) quoted = true
    else if (c === '"' || c === '\r' || c === '\n' || closed) throw new Error(`stray ${JSON.stringify(c)} at ${i}: ${JSON.stringify(text.slice(Math.max(0, i - 40), i + 20))}`)
    else cell += c
  }
  if (quoted) throw new Error('a quoted cell does not end')
  if (cell !== '' || row.length > 0) throw new Error('the last row does not end with CR LF')
  const [head, ...body] = rows
  for (const r of body) if (r.length !== head.length) throw new Error(`${r.length} cells under ${head.length} heads: ${r.join(' | ')}`)
  return body.map((r) => Object.fromEntries(head.map((name, i) => [name, r[i]])))
}

/** Strict XML with namespaces, as nested { name, attributes, children, text }. */
export function xml(text) {
  const parser = new SaxesParser({ xmlns: true })
  const root = { name: '', attributes: {}, children: [], text: '' }
  const stack = [root]
  parser.on('error', (error) => { throw error })
  parser.on('opentag', (tag) => {
    const node = { name: tag.name, attributes: Object.fromEntries(Object.values(tag.attributes).map((a) => [a.name, a.value])), children: [], text: '' }
    stack.at(-1).children.push(node)
    stack.push(node)
  })
  parser.on('text', (t) => { stack.at(-1).text += t })
  parser.on('cdata', (t) => { stack.at(-1).text += t })
  parser.on('closetag', () => stack.pop())
  parser.write(text).close()
  return root.children[0]
}

export const child = (node, name) => node.children.find((c) => c.name === name)
export const children = (node, name) => node.children.filter((c) => c.name === name)

/** Byte rules of RFC 5545 that parsers forgive: CRLF, folding at 75 octets. */
export function icsLines(raw) {
  const wrong = []
  const lines = raw.toString('latin1').split('\r\n')
  if (lines.pop() !== '') wrong.push('the file does not end with CR LF')
  for (const line of lines) {
    if (/[\r\n]/.test(line)) wrong.push(`bare line break: ${line.slice(0, 60)}`)
    if (line.length > 75) wrong.push(`${line.length} octets: ${line.slice(0, 60)}`)
    if ((line.charCodeAt(0) & 0xc0) === 0x80 || (line[0] === ' ' && (line.charCodeAt(1) & 0xc0) === 0x80)) wrong.push(`a character is split: ${line.slice(0, 60)}`)
  }
  return wrong
}
