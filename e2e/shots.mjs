// Pictures of every page type for people to look at: phone and desk width, light
// and dark, and the printed page as PDF (and PNG where pdftoppm is installed).
//   node run.mjs --shots DIR [page type...]
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { launch, look, open, pool } from './lib/browser.mjs'
import { pageTypes } from './lib/pages.mjs'

const [folder = 'out/shots', ...only] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const types = (await pageTypes()).filter((t) => only.length === 0 || only.includes(t.name))
const browser = await launch()

const screens = types.filter((t) => t.media === 'screen').flatMap((type) =>
  [390, 1280].flatMap((width) => ['light', 'dark'].map((scheme) => ({ type, width, scheme }))))
await pool(4, screens, async ({ type, width, scheme }) => {
  const context = await browser.newContext(look({ width, scheme }))
  const tab = await context.newPage()
  await open(tab, type, type.langs[0])
  await tab.evaluate(() => { for (const img of document.images) img.loading = 'eager' })
  await tab.waitForLoadState('networkidle')
  await tab.screenshot({ path: path.join(folder, `${type.name}-${width}-${scheme}.png`), fullPage: true })
  await context.close()
})

for (const type of types.filter((t) => ['home', 'article', 'place', 'event', 'event-list', 'service'].includes(t.name))) {
  const context = await browser.newContext(look({ width: 1280 }))
  const tab = await context.newPage()
  await open(tab, { ...type, media: 'print' }, 'de')
  const file = path.join(folder, `${type.name}-print`)
  writeFileSync(`${file}.pdf`, await tab.pdf({ preferCSSPageSize: true, tagged: true, outline: true, printBackground: false }))
  spawnSync('pdftoppm', ['-png', '-r', '60', `${file}.pdf`, file])
  await context.close()
}
await browser.close()
console.log(`${screens.length} pictures in ${path.resolve(folder)}`)
