// The search as people use it: suggestions by keyboard, filters that go away,
// and the same without script.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { violations } from './lib/axe.mjs'
import { watched } from './lib/tab.mjs'
import { json, url } from './lib/site.mjs'

const { open, close, withTab } = watched()
before(open)
after(close)

const field = (tab) => tab.locator('main [role="search"] input[name="q"]')
const options = (tab) => tab.locator('main [role="option"]')
const marked = (tab) => tab.locator('main [role="option"][aria-selected="true"]')

/** Types into the field as a hand does and waits for the list. */
async function type(tab, words) {
  await field(tab).pressSequentially(words, { delay: 20 })
  await options(tab).first().waitFor()
}

describe('suggestions', () => {
  for (const [host, path, words, size] of [['handewitt', '/', 'apoth', 390], ['handewitt', '/suche', 'apoth', 1280], ['aabenraa', '/soeg', 'bibliot', 1280], ['handewitt', '/en/search', 'pharm', 390]]) {
    test(`${host}${path}: a combobox driven by keys`, () => withTab({ width: size }, async (tab) => {
      await tab.goto(url(host, path))
      assert.equal(await field(tab).getAttribute('role'), 'combobox')
      assert.equal(await field(tab).getAttribute('aria-expanded'), 'false')
      await field(tab).focus()
      await type(tab, words)
      const n = await options(tab).count()
      assert.ok(n > 0 && n <= 7, `${n} suggestions`)
      assert.equal(await field(tab).getAttribute('aria-expanded'), 'true')
      const list = await field(tab).getAttribute('aria-controls')
      assert.equal(await tab.locator(`[id="${list}"]`).getAttribute('role'), 'listbox')
      assert.match(await tab.locator('main suggest-words [role="status"]').innerText(), n === 1 ? /1/ : new RegExp(`^${n} `), 'the number is announced')
      assert.equal(await marked(tab).count(), 0, 'nothing is chosen by itself')

      await tab.keyboard.press('ArrowDown')
      assert.equal(await marked(tab).count(), 1)
      assert.equal(await field(tab).getAttribute('aria-activedescendant'), await options(tab).first().getAttribute('id'))
      await tab.keyboard.press('ArrowUp')
      assert.equal(await marked(tab).count(), 0, 'above the first the field is current again')
      await tab.keyboard.press('ArrowUp')
      assert.equal(await marked(tab).getAttribute('id'), await options(tab).last().getAttribute('id'))
      await tab.keyboard.press('Home')
      assert.equal(await marked(tab).count(), 0)
      assert.equal(await field(tab).evaluate((f) => f.selectionStart), 0, 'Home moves the cursor')
      await tab.keyboard.press('End')
      assert.equal(await field(tab).evaluate((f) => f.selectionStart), words.length, 'End moves it back')
      assert.deepEqual(await violations(tab), [], 'with the list open')

      await tab.keyboard.press('Escape')
      assert.equal(await options(tab).count(), 0)
      assert.equal(await field(tab).inputValue(), words, 'Escape closes the list and keeps the words')
      await tab.keyboard.press('ArrowDown')
      await options(tab).first().waitFor()
      await tab.keyboard.press('ArrowDown')
      const chosen = await marked(tab).getAttribute('data-text')
      await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')])
      assert.equal(new URL(tab.url()).searchParams.get('q'), chosen)
      assert.ok(await tab.locator('main .panel h2 a, main .item h3 a').first().isVisible(), 'it leads to something')
    }))
  }

  test('Enter without a choice sends what was typed', () => withTab({}, async (tab) => {
    await tab.goto(url('handewitt', '/suche'))
    await field(tab).focus()
    await type(tab, 'apoth')
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')])
    assert.equal(new URL(tab.url()).searchParams.get('q'), 'apoth')
  }))

  test('a finger chooses', () => withTab({}, async (tab) => {
    await tab.goto(url('handewitt', '/suche'))
    await field(tab).focus()
    await type(tab, 'apoth')
    const second = options(tab).nth(1)
    const words = await second.getAttribute('data-text')
    await Promise.all([tab.waitForNavigation(), second.click()])
    assert.equal(new URL(tab.url()).searchParams.get('q'), words)
  }))

  test('the field on top of other pages has them too', () => withTab({ width: 1280 }, async (tab) => {
    await tab.goto(url('handewitt', '/orte'))
    const top = tab.locator('header [role="search"] input[name="q"]')
    await top.focus()
    await top.pressSequentially('apoth', { delay: 20 })
    await tab.locator('header [role="option"]').first().waitFor()
    assert.deepEqual(await violations(tab), [])
    await tab.keyboard.press('Tab')
    assert.equal(await tab.locator('header [role="option"]').count(), 0, 'leaving the field closes the list')
  }))

  test('what is typed goes to this portal alone and leaves nothing behind', () => withTab({}, async (tab, asked) => {
    await tab.goto(url('handewitt', '/suche'))
    await field(tab).focus()
    await type(tab, 'apoth')
    assert.ok(asked.includes('/suche/vorschlaege.json'))
    await field(tab).fill('a')
    assert.equal(await options(tab).count(), 0, 'a single letter suggests nothing')
  }))
})

describe('results', () => {
  test('without script the form and its links work', () => withTab({ script: false }, async (tab) => {
    await tab.goto(url('handewitt', '/suche'))
    await field(tab).fill('Apotheke')
    await Promise.all([tab.waitForNavigation(), tab.locator('main [role="search"] button[type="submit"]').click()])
    const all = (await json(url('handewitt', '/suche.json?q=Apotheke'))).total
    assert.match(await tab.locator('main [role="status"]').first().innerText(), new RegExp(`^${all} Treffer`))
    await Promise.all([tab.waitForNavigation(), tab.locator('main nav a.chip', { hasText: 'Orte' }).click()])
    assert.equal(new URL(tab.url()).searchParams.get('typ'), 'orte')
    await Promise.all([tab.waitForNavigation(), tab.locator('main nav a.chip', { hasText: 'Nur Handewitt' }).click()])
    const here = await json(url('handewitt', '/suche.json?q=Apotheke&typ=orte&region=nur-hier'))
    assert.equal(await tab.locator('main .panel h2 a, main .item h3 a').count(), here.items.length)
  }))

  test('nothing found: what to try, and whom to tell', () => withTab({}, async (tab) => {
    await tab.goto(url('handewitt', '/suche?q=xqzvwy'))
    assert.ok((await tab.locator('.empty li').count()) >= 3)
    assert.equal(await tab.locator('.empty a[href="/orte/melden"]').count(), 1)
    assert.ok((await tab.locator('main a.chip[href^="/orte?kategorie="]').count()) > 2, 'categories to begin with')
    assert.deepEqual(await violations(tab), [])
  }))

  test('every heading has its level', () => withTab({ width: 1280 }, async (tab) => {
    await tab.goto(url('handewitt', '/suche?q=Apotheke'))
    const levels = await tab.locator('main :is(h1,h2,h3)').evaluateAll((all) => all.map((h) => Number(h.tagName[1])))
    assert.equal(levels[0], 1)
    for (let i = 1; i < levels.length; i++) assert.ok(levels[i] - levels[i - 1] <= 1 && levels[i] > 1, `${levels}`)
    assert.deepEqual(await violations(tab), [])
  }))
})
