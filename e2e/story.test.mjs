// What a citizen does, from the home page to the Sozialpass, without script and
// with it; then the same by keyboard alone, in other languages and on paper.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { finish, launch, look, open, steps, submit } from './lib/browser.mjs'
import { addressOf, languages, localPath, pageTypes } from './lib/pages.mjs'
import { get, url } from './lib/site.mjs'

const types = Object.fromEntries((await pageTypes()).map((t) => [t.name, t]))
let browser
before(async () => { browser = await launch() })
after(() => browser.close())

/** A tab that fails the test on a script error or an answer of 5xx. */
async function withTab(options, work) {
  const context = await browser.newContext(look(options))
  const wrong = []
  const tab = await context.newPage()
  tab.on('pageerror', (e) => wrong.push(String(e)))
  tab.on('response', (r) => { if (r.status() >= 500) wrong.push(`${r.status()} ${r.url()}`) })
  tab.setDefaultTimeout(10_000)
  try {
    await work(tab)
    assert.deepEqual(wrong, [])
  } finally {
    await context.close()
  }
}

const heading = (tab) => tab.locator('h1').innerText()

/** Follows a link of the main part whose address matches, and waits for the page. */
async function follow(tab, pattern, scope = 'main') {
  const links = tab.locator(`${scope} a[href]`)
  for (const link of await links.all()) {
    const target = new URL(await link.getAttribute('href'), tab.url())
    if (target.host !== new URL(tab.url()).host || !pattern.test(target.pathname) || !(await link.isVisible())) continue
    const [response] = await Promise.all([tab.waitForNavigation(), link.click()])
    assert.equal(response.status(), 200, tab.url())
    return
  }
  assert.fail(`${tab.url()} has no visible link to ${pattern}`)
}

for (const script of [false, true]) {
  describe(`a citizen's way, ${script ? 'with' : 'without'} script`, () => {
    test('home, article, place, event, search, contact, Sozialpass', () => withTab({ script }, async (tab) => {
      await tab.goto(url('handewitt'))
      assert.ok(await tab.locator('text=Musterdaten').first().isVisible(), 'the demo says what it is')
      await follow(tab, /^\/beitraege\/[a-z0-9-]+$/)
      assert.ok(await tab.locator('main time[datetime]').first().isVisible(), 'an article has a date')

      await follow(tab, /^\/orte$/, 'header')
      await follow(tab, /^\/orte\/[a-z0-9-]+$/)
      assert.ok(await tab.locator('main address').first().isVisible(), 'a place has an address')

      await follow(tab, /^\/veranstaltungen$/, 'header')
      await follow(tab, /^\/veranstaltungen\/[a-z0-9-]+(\/\d{4}-\d\d-\d\d)?$/)
      assert.ok(await tab.locator('main time[datetime]').first().isVisible(), 'an event has a time')
      await assertLink(tab, /\.ics$/)

      await tab.goto(url('handewitt'))
      const field = tab.locator('main form[role="search"] input[name="q"], main search input[name="q"], main form[action*="suche"] input[name="q"]').first()
      await field.fill('Apotheke')
      await Promise.all([tab.waitForNavigation(), field.press('Enter')])
      assert.equal(new URL(tab.url()).pathname, '/suche')
      assert.equal(await tab.locator('main input[name="q"]').first().inputValue(), 'Apotheke', 'the question stays in the field')
      await follow(tab, /^\/orte\/[a-z0-9-]+$/)

      await tab.goto(addressOf(types.service, 'de'))
      const told = await tab.locator('main').innerText()
      for (const word of [/für wen/i, /bringen Sie mit/i, /Kosten/, /Dauer/, /zuletzt geprüft: \d/i]) {
        assert.match(told, word, 'what everybody asks about a service')
      }
      await follow(tab, /^\/orte\/[a-z0-9-]+$/)
    }))

    test('contact: an error first, then success', () => withTab({ script }, async (tab) => {
      await tab.goto(url('handewitt', '/kontakt'))
      const form = 'main form[method="post"]'
      const message = 'Guten Tag, die Bank am Dorfteich ist kaputt. <b>Bitte</b> ansehen.'
      await steps(tab, [{ betreff: 'allgemein' }, { nachricht: message }])
      const mail = tab.locator(`${form} input[name="email"]`)
      await mail.fill('keine-adresse')
      const refused = await submit(tab, form)
      assert.equal(refused.status(), 422)
      assert.equal(await mail.inputValue(), 'keine-adresse')
      assert.match(await tab.title(), /^Fehler:/)
      const marked = tab.locator(`${form} [aria-invalid="true"]`)
      assert.ok((await marked.count()) >= 1, 'a field is marked')
      for (const field of await marked.all()) {
        const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ')
        const texts = await Promise.all(ids.map((id) => tab.locator(`[id="${id}"]`).innerText()))
        assert.ok(texts.some((t) => t.includes('Fehler:')), 'the marked field is described by its error')
      }
      const summary = tab.locator('main [role="alert"], main .errsum').first()
      assert.equal(await summary.locator('a').count(), await marked.count(), 'the summary names each marked field')
      const target = await summary.locator('a').first().getAttribute('href')
      assert.ok(await tab.locator(`[id="${target.split('#')[1]}"]`).count(), 'a line of the summary leads to its field')
      assert.ok(await summary.evaluate((el) => el === document.activeElement || location.hash === '#fehler'), 'the summary is where one goes on')

      await steps(tab, [{ name: 'Erika Muster', email: 'erika.muster@example.org' }])
      assert.ok((await tab.locator('main').innerText()).includes(message), 'all is shown before it is sent')
      const done = await finish(tab)
      assert.ok(done.ok(), `${done.status()}`)
      assert.match(await tab.locator('main').innerText(), script ? /angekommen/ : /E-Mail geschickt/, 'it says what happened and what is next')
      assert.equal(done.request().method(), 'GET', 'a reload does not send it twice')
    }))
  })
}

/** Answers one step with Tab, the arrows and Enter, and nothing else. */
async function stepByKeyboard(tab, words) {
  for (let i = 0; i < 120; i++) {
    await tab.keyboard.press('Tab')
    const field = await tab.evaluate(() => {
      const el = document.activeElement
      return el.closest('main form[method="post"]') && { tag: el.tagName, type: el.type, name: el.name }
    })
    if (!field) continue
    if (field.tag === 'BUTTON') {
      await tab.waitForTimeout(1800) // the time trap takes a very quick hand for a machine
      await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')])
      return
    }
    if (field.type === 'radio') await tab.keyboard.press('Space')
    else if (words[field.name]) await tab.keyboard.type(words[field.name])
  }
  assert.fail(`${tab.url()}: no button was reached`)
}

async function assertLink(tab, pattern) {
  const hrefs = await tab.locator('main a[href]').evaluateAll((all) => all.map((a) => a.href))
  assert.ok(hrefs.some((h) => pattern.test(new URL(h).pathname)), `${tab.url()} has no link to ${pattern}`)
}

describe('languages', () => {
  for (const name of ['home', 'article', 'place-list', 'place', 'event-list', 'event', 'service', 'contact', 'imprint', 'search-hits']) {
    test(`${name}: the switch keeps the page`, () => withTab({}, async (tab) => {
      const type = types[name]
      for (const from of languages) {
        for (const to of languages.filter((l) => l !== from)) {
          await open(tab, type, from)
          const link = tab.locator(`header a[hreflang="${to}"], header a[lang="${to}"]`).first()
          const response = (await Promise.all([tab.waitForNavigation(), link.click()]))[0]
          assert.equal(response.status(), 200)
          assert.equal(decodeURI(tab.url()), decodeURI(addressOf(type, to)), `from ${from}`)
          assert.equal(await tab.locator('html').getAttribute('lang'), to)
        }
      }
    }))
  }

  test('words of the interface are all translated', () => withTab({}, async (tab) => {
    for (const lang of ['da', 'en']) {
      for (const name of ['home', 'place-list', 'event-list', 'contact', 'search-empty', 'not-found', 'accessibility']) {
        await open(tab, types[name], lang)
        const nav = await tab.locator('header .mainnav, header nav').allInnerTexts()
        assert.ok(!/\b(Orte|Aktuelles|Suche|Veranstaltungen)\b/.test(nav.join(' ')), `${lang} ${name}: ${nav.join(' ')}`)
        const h1 = await heading(tab)
        await open(tab, types[name], 'de')
        if (!['home', 'contact'].includes(name)) assert.notEqual(await heading(tab), h1, `${name} in ${lang}`)
      }
    }
  }))

  test('a text that falls back says which language it is in', async () => {
    for (const lang of ['da', 'en']) {
      const page = await get('handewitt', localPath('handewitt', types.article.path, lang))
      const canonical = page.text.match(/<link[^>]+rel="canonical"[^>]*>/)?.[0] ?? ''
      if (canonical.includes(addressOf(types.article, lang))) continue // translated after all
      assert.ok(canonical.includes(addressOf(types.article, 'de')), 'canonical points to the original')
      assert.match(page.text, /<(article|div|section|main|h1|p)[^>]*\blang="de"/, 'the text is marked')
      assert.ok(!page.text.includes(`rel="alternate" hreflang="${lang}"`), 'no hreflang for a fallback')
    }
  })

  test('a portal whose first language is Danish', () => withTab({ lang: 'da' }, async (tab) => {
    await tab.goto(url('aabenraa'))
    assert.equal(await tab.locator('html').getAttribute('lang'), 'da')
    await follow(tab, /^\/steder$/, 'header')
    await follow(tab, /^\/steder\/[a-z0-9-]+$/)
  }))
})

/** What has the focus, and whether a person can see that it has. */
const focused = (tab) => tab.evaluate(() => {
  const el = document.activeElement
  if (!el || el === document.body) return null
  const style = getComputedStyle(el)
  // the ring may lie around the card or the search field that the stop fills
  const ringed = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2
  const around = [...document.querySelectorAll(':focus-within')].filter((p) => p !== el && p.matches('.card, .search'))
  const ring = ringed(style) || style.boxShadow !== 'none' || around.some((p) => ringed(getComputedStyle(p)))
  // a link over two lines has two boxes; one that can be seen is enough
  const boxes = [...el.getClientRects()].filter((b) => b.width > 0 && b.height > 0 && b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth)
  const inside = boxes.length > 0
  const within = (v, most) => Math.min(Math.max(v, 1), most - 1)
  const seen = boxes.some((b) => {
    const top = document.elementFromPoint(within(b.left + b.width / 2, innerWidth), within(b.top + b.height / 2, innerHeight))
    return top === null || el.contains(top) || top.contains(el)
  })
  return {
    what: `${el.tagName.toLowerCase()} "${(el.innerText || el.getAttribute('aria-label') || el.name || '').trim().slice(0, 40)}"`,
    href: el.getAttribute('href'), ring, inside,
    covered: inside && !seen,
  }
})

describe('keyboard alone', () => {
  for (const name of ['home', 'place-list', 'event-list', 'place', 'contact', 'service', 'article']) {
    for (const width of [390, 1280]) {
      test(`${name} ${width}: skip link first, every stop visible, nothing traps`, () => withTab({ width }, async (tab) => {
        await open(tab, types[name], 'de')
        await tab.keyboard.press('Tab')
        const skip = await focused(tab)
        assert.match(skip?.href ?? '', /^#/, 'the first stop is the skip link')
        assert.ok(skip.inside, 'the skip link shows when focused')
        const stops = []
        for (let i = 0; i < 400; i++) {
          await tab.keyboard.press('Tab')
          const stop = await focused(tab)
          if (!stop) break
          stops.push(stop)
          assert.ok(stop.ring, `no visible focus on ${stop.what}`)
          assert.ok(stop.inside, `focus out of sight on ${stop.what}`)
          assert.ok(!stop.covered, `focus covered on ${stop.what}`)
        }
        assert.ok(stops.length > 10 && stops.length < 400, `${stops.length} stops`)
        await tab.goto(addressOf(types[name], 'de'))
        await tab.keyboard.press('Tab')
        await tab.keyboard.press('Enter')
        await tab.keyboard.press('Tab')
        assert.ok(await tab.evaluate(() => document.activeElement.closest('main') !== null), 'the skip link leads into main')
      }))
    }
  }

  test('the region menu opens with Enter and closes with Escape', () => withTab({}, async (tab) => {
    await tab.goto(url('handewitt'))
    const menu = tab.locator('header details').first()
    const summary = menu.locator('summary')
    for (let i = 0; i < 40 && !(await summary.evaluate((s) => s === document.activeElement)); i++) await tab.keyboard.press('Tab')
    await tab.keyboard.press('Enter')
    assert.equal(await menu.evaluate((d) => d.open), true)
    await tab.keyboard.press('Tab')
    assert.ok(await menu.evaluate((d) => d.contains(document.activeElement)), 'the next stop lies in the menu')
    await tab.keyboard.press('Escape')
    assert.equal(await menu.evaluate((d) => d.open), false, 'Escape closes it')
    assert.ok(await summary.evaluate((s) => s === document.activeElement), 'and the focus returns')
    await tab.keyboard.press('Enter')
    await tab.keyboard.press('Tab')
    const target = await tab.evaluate(() => document.activeElement.href)
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')])
    assert.equal(tab.url(), target)
  }))

  test('contact is written and sent', () => withTab({}, async (tab) => {
    await tab.goto(url('handewitt', '/kontakt'))
    const words = { nachricht: 'Die Hecke am Radweg ist zu hoch.', name: 'Erika Muster', email: 'erika.muster@example.org', telefon: '04608 123456' }
    for (let step = 1; step <= 4; step++) await stepByKeyboard(tab, words)
    assert.match(await tab.locator('main').innerText(), /Danke|danke|angekommen|erhalten/)
    assert.equal(await tab.locator('main form[method="post"]').count(), 0, 'the form is done')
  }))

  test('targets are large enough for a thumb', () => withTab({}, async (tab) => {
    for (const name of ['home', 'place-list', 'event-list', 'contact']) {
      await open(tab, types[name], 'de')
      const small = await tab.evaluate(() => [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')].filter((el) => {
        const box = el.getBoundingClientRect()
        const inText = getComputedStyle(el).display === 'inline' && el.closest('p, li, dd, td, address, figcaption, label')
        const label = el.closest('label')?.getBoundingClientRect()
        return box.width > 1 && box.height > 1 && !inText && Math.max(box.height, label?.height ?? 0) < 24
      }).map((el) => `${el.tagName} "${el.innerText}" ${Math.round(el.getBoundingClientRect().height)} px`))
      assert.deepEqual(small, [], name)
    }
  }))
})

describe('on paper', () => {
  for (const name of ['article', 'place', 'event', 'service']) {
    test(`${name}: letterhead and own address, no navigation`, () => withTab({ width: 1280 }, async (tab) => {
      await open(tab, { ...types[name], media: 'print' }, 'de')
      const seen = await tab.evaluate(() => {
        const shown = (el) => el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && el.getClientRects().length > 0
        const texts = []
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        while (walk.nextNode()) if (walk.currentNode.data.trim() && shown(walk.currentNode.parentElement)) texts.push(walk.currentNode.data.trim())
        const made = [...document.querySelectorAll('*')].filter(shown).flatMap((el) => ['::before', '::after'].map((p) => getComputedStyle(el, p).content)).filter((c) => c !== 'none' && c !== 'normal')
        return {
          text: texts.join(' ').replace(/\s+/g, ' '), made: made.join(' '),
          navs: [...document.querySelectorAll('nav')].filter(shown).length,
          forms: [...document.querySelectorAll('form')].filter(shown).length,
        }
      })
      const portal = types[name].host === 'flensburg' ? 'Flensburg Mobil' : 'Handewitt Mobil'
      for (const line of [portal, 'Ein Projekt der bequa', 'Schiffbrücke 43', '24939 Flensburg', '1503-0', '1503-100']) {
        assert.ok(seen.text.replaceAll('–', '-').includes(line), `the letterhead lacks "${line}"`)
      }
      assert.ok((seen.text + seen.made).includes(addressOf(types[name], 'de')), 'the page\'s own address is printed')
      assert.equal(seen.navs, 0, 'no navigation')
      assert.equal(seen.forms, 0, 'no forms')
      const pdf = await tab.pdf({ preferCSSPageSize: true, tagged: true, outline: true })
      assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
      assert.match(pdf.toString('latin1'), /\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/, 'A4')
    }))
  }
})

describe('looks that a system asks for', () => {
  test('reduced motion: nothing moves', () => withTab({}, async (tab) => {
    for (const name of ['home', 'place-list']) {
      await open(tab, types[name], 'de')
      const moving = await tab.evaluate(() => [...document.querySelectorAll('*')].filter((el) => {
        const s = getComputedStyle(el)
        const longest = Math.max(...`${s.transitionDuration},${s.animationDuration}`.split(',').map((v) => parseFloat(v) || 0))
        return longest > 0.01
      }).map((el) => el.className || el.tagName).slice(0, 5))
      assert.deepEqual(moving, [])
    }
  }))

  test('forced colours: buttons keep an edge', () => withTab({}, async (tab) => {
    await tab.emulateMedia({ forcedColors: 'active' })
    await tab.goto(url('handewitt', '/kontakt'))
    const bare = await tab.locator('main button').evaluateAll((all) => all.filter((b) => parseFloat(getComputedStyle(b).borderTopWidth) < 1).map((b) => b.innerText))
    assert.deepEqual(bare, [])
  }))

  test('a reader\'s choice of size lives in the address', () => withTab({}, async (tab) => {
    await tab.goto(url('handewitt', '/'))
    const normal = await tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))
    await tab.goto(url('handewitt', '/?schrift=gross'))
    const large = await tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize))
    assert.ok(large > normal, `${large} instead of more than ${normal}`)
  }))
})
