// axe finds nothing on any page type: each once in German, light, on a phone,
// then a set of runs in which every page type meets every language, scheme and
// width, and these each other. FULL=1 runs the whole grid.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { launch, look, open } from './lib/browser.mjs'
import { violations } from './lib/axe.mjs'
import { languages, pageTypes } from './lib/pages.mjs'
import { grid, pairwise } from './lib/pairs.mjs'

const types = await pageTypes()
const byName = new Map(types.map((type) => [type.name, type]))
const columns = { page: types.map((type) => type.name), lang: languages, scheme: ['light', 'dark'], width: [390, 1280] }
const possible = (row) => byName.get(row.page).langs.includes(row.lang)
const first = columns.page.map((page) => ({ page, lang: 'de', scheme: 'light', width: 390 }))
const rows = process.env.FULL ? grid(columns, possible) : [...first, ...pairwise(columns, possible, first)]

describe(`axe, ${rows.length} runs`, { concurrency: 4 }, () => {
  let browser
  before(async () => { browser = await launch() })
  after(() => browser.close())

  for (const row of rows) {
    test(`${row.page} ${row.lang} ${row.scheme} ${row.width}`, async () => {
      const type = byName.get(row.page)
      const context = await browser.newContext(look(row))
      try {
        const tab = await context.newPage()
        const response = await open(tab, type, row.lang)
        assert.equal(response.status(), type.status, response.url())
        const found = await violations(tab, type.media)
        assert.equal(found.length, 0, `${response.url()}\n  ${found.join('\n  ')}`)
      } finally {
        await context.close()
      }
    })
  }
})

describe('reflow: no page scrolls sideways', { concurrency: 4 }, () => {
  let browser
  before(async () => { browser = await launch() })
  after(() => browser.close())

  // 320 px is a 1280 px window at 400 %; the second look has the text at 200 %
  for (const type of types.filter((t) => t.media === 'screen')) {
    test(type.name, async () => {
      const context = await browser.newContext({ ...look({ width: 320 }), viewport: { width: 320, height: 640 } })
      try {
        const tab = await context.newPage()
        await open(tab, type, 'de')
        assert.deepEqual(await wide(tab), [], `${type.name} at 320 px`)
        await tab.setViewportSize({ width: 640, height: 640 })
        await tab.evaluate(() => { document.documentElement.style.fontSize = '200%' })
        assert.deepEqual(await wide(tab), [], `${type.name} at 640 px with text at 200 %`)
      } finally {
        await context.close()
      }
    })
  }
})

/** The elements that reach past the right edge, if the document scrolls sideways. */
function wide(tab) {
  return tab.evaluate(() => {
    const edge = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= edge) return []
    const found = [...document.body.querySelectorAll('*')]
      .filter((el) => el.getBoundingClientRect().right > edge + 1)
      .map((el) => `${el.tagName.toLowerCase()}.${[...el.classList].join('.')} reaches ${Math.round(el.getBoundingClientRect().right)} of ${edge}`)
    return found.slice(-3).concat(`document is ${document.documentElement.scrollWidth} px wide`)
  })
}
