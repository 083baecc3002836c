// What the home page weighs on the wire: HTML, style, script, font and icons,
// compressed as the server sends them; pictures of the content apart. Prints rows of a table.
import { gzipSync } from 'node:zlib'
import { launch, look } from './lib/browser.mjs'
import { request, url } from './lib/site.mjs'

const limit = 60 * 1024
const browser = await launch()
const context = await browser.newContext(look())
const tab = await context.newPage()
const addresses = []
tab.on('response', (r) => addresses.push(r.url()))
await tab.goto(url('handewitt'), { waitUntil: 'networkidle' })
const pictures = new Set(await tab.locator('main img').evaluateAll((all) => all.map((img) => img.currentSrc)))
await browser.close()

let total = 0, images = 0
const rows = []
for (const address of new Set(addresses.filter((a) => a.startsWith('http')))) {
  const res = await request(address, { headers: { 'Accept-Encoding': 'br, zstd, gzip' } })
  const type = res.headers['content-type'] ?? ''
  const bytes = res.raw.length
  if (pictures.has(address)) images += bytes
  else total += bytes
  // a text that is sent bare counts as it is sent: that is what a phone pays
  const bare = !res.headers['content-encoding'] && /text|javascript|svg|json/.test(type) ? `  (gzip would be ${gzipSync(res.raw).length})` : ''
  rows.push([new URL(address).pathname, type.split(';')[0], bytes, bare])
}
for (const [path, type, bytes, bare] of rows) console.log(`  ${path.padEnd(58)} ${type.padEnd(24)} ${String(bytes).padStart(7)} B${bare}`)
console.log(`home page on the wire, pictures apart: ${(total / 1024).toFixed(1)} KB, goal under 60 KB, ${total < limit ? 'met' : 'MISSED'}; pictures ${(images / 1024).toFixed(1)} KB`)
