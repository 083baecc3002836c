// A weekly course with a cancelled, a moved and an otherwise placed date: in
// the list, the month, on the pages of its days, in the data and on paper; and
// how a clerk makes and changes such a series, all without script.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { launch, look } from './lib/browser.mjs'
import { violations } from './lib/axe.mjs'
import { json, origin, printed, url } from './lib/site.mjs'

const host = 'handewitt'
const course = '/veranstaltungen/daenisch-fuer-den-alltag'
let browser, tab
before(async () => {
  browser = await launch()
  tab = await (await browser.newContext({ ...look({ width: 1280, script: true }) })).newPage()
  tab.setDefaultTimeout(15_000)
})
after(() => browser.close())

const go = (path) => tab.goto(url(host, path))
const text = (selector) => tab.locator(selector).innerText()

/** Axe finds nothing on what the tab shows, wide and light, narrow and dark. */
async function clean() {
  for (const [width, scheme] of [[1280, 'light'], [390, 'dark']]) {
    await tab.setViewportSize({ width, height: 900 })
    await tab.emulateMedia({ colorScheme: scheme })
    const found = await violations(tab)
    assert.equal(found.length, 0, `${tab.url()} ${width} ${scheme}\n  ${found.join('\n  ')}`)
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${tab.url()} scrolls sideways at ${width}`)
  }
  await tab.setViewportSize({ width: 1280, height: 900 })
  await tab.emulateMedia({ colorScheme: 'light' })
}

/** The dates of the course as its data tell them. */
async function dates() {
  const all = (await json(url(host, `${course}.json`))).dates
  const cancelled = all.find((d) => d.status === 'cancelled')
  const moved = all.find((d) => d.status === 'rescheduled')
  assert.ok(cancelled && moved, JSON.stringify(all))
  return { all, cancelled, moved }
}
const day = (d) => d.slice(0, 10)

describe('a series as citizens see it', () => {
  test('the list shows every date, struck, moved, and that it comes again', async () => {
    const { cancelled, moved } = await dates()
    await go(`/veranstaltungen?von=${day(cancelled.start)}&bis=${day(cancelled.start)}`)
    const row = tab.locator('.item.event', { hasText: 'Dänisch für den Alltag' })
    assert.equal(await row.locator('s').innerText(), 'Dänisch für den Alltag')
    assert.match(await row.innerText(), /fällt aus/)
    assert.match(await row.innerText(), /immer dienstags/)
    await go(`/veranstaltungen?von=${day(moved.start)}&bis=${day(moved.start)}`)
    assert.match(await tab.locator('.item.event', { hasText: 'Dänisch für den Alltag' }).innerText(), /verlegt von \d\d\.\d\d\./)
  })

  test('the month is a table that says the same', async () => {
    const { cancelled, moved } = await dates()
    for (const [date, word] of [[cancelled, /fällt aus/], [moved, /verlegt von/]]) {
      await go(`/veranstaltungen?ansicht=monat&von=${day(date.start)}`)
      const table = tab.locator('table.sheet')
      assert.match(await table.locator('caption').innerText(), /\d{4}/)
      assert.equal(await table.locator('th[scope="col"]').count(), 8)
      const cell = table.locator(`td:has(a[href*="${course}/${day(date.start)}"])`)
      assert.match(await cell.innerText(), word)
      await clean()
    }
  })

  test('the cancelled date says why and what comes next; the old day says where it went', async () => {
    const { cancelled, moved } = await dates()
    await go(`${course}/${day(cancelled.start)}`)
    assert.match(await text('main .note-warn'), /Fällt aus[\s\S]*krank[\s\S]*Nächster Termin/)
    await clean()
    await go(`${course}/${day(moved.previous_start)}`)
    assert.match(await text('main .note-warn >> nth=0'), /wurde verlegt[\s\S]*jetzt am/)
    await clean()
    const ld = JSON.parse(await tab.locator('script[type="application/ld+json"]').first().textContent())
    assert.equal(ld.eventStatus, 'https://schema.org/EventRescheduled')
    assert.equal(new Date(ld.previousStartDate).getTime(), new Date(moved.previous_start).getTime())
    await go(course)
    const whole = JSON.parse(await tab.locator('script[type="application/ld+json"]').first().textContent())
    assert.equal(whole.eventSchedule.repeatFrequency, 'P1W')
    for (const d of [cancelled.start, moved.previous_start]) {
      assert.ok(whole.eventSchedule.exceptDate.some((x) => new Date(x).getTime() === new Date(d).getTime()), `${d} in ${whole.eventSchedule.exceptDate}`)
    }
    await clean()
  })

  test('the programme for the notice board prints with its codes, in black and white', async () => {
    const { cancelled } = await dates()
    await go(`/veranstaltungen/programm?ansicht=woche&von=${day(cancelled.start)}`)
    await clean()
    await tab.emulateMedia({ media: 'print' })
    assert.ok(!(await tab.locator('nav').first().isVisible()), 'no menus on paper')
    const row = tab.locator('.programme li', { hasText: 'Dänisch für den Alltag' })
    assert.match(await row.innerText(), /fällt aus/)
    assert.equal(await row.locator('s').count(), 1)
    const codes = tab.locator('.programme img.code, .programme figure img')
    assert.ok((await codes.count()) >= 2)
    for (const img of await codes.all()) {
      await img.scrollIntoViewIfNeeded()
      await img.evaluate((i) => i.decode())
      const box = await img.boundingBox()
      assert.ok(box.width >= 60, `a code of ${box.width} px is too small for a telephone`)
    }
    const colours = await tab.locator('.programme *').evaluateAll((all) => all.map((e) => getComputedStyle(e).color))
    const grey = (c) => { const [r, g, b] = c.match(/[\d.]+/g).map(Number); return Math.max(r, g, b) - Math.min(r, g, b) < 12 }
    assert.deepEqual([...new Set(colours)].filter((c) => /^rgb/.test(c) && !grey(c)), [], 'only black and grey')
    await tab.emulateMedia({ media: 'screen' })
  })
})

describe('a series as a clerk makes it, without script', () => {
  let desk
  before(async () => {
    const [, name, password] = printed().match(/name (\S+), password (\S+)/)
    desk = await (await browser.newContext(look({ width: 1280, script: false }))).newPage()
    desk.setDefaultTimeout(15_000)
    await desk.goto(`${origin('redaktion')}/redaktion/anmelden`)
    await desk.locator('input[name="name"]').fill(name)
    await desk.locator('input[name="password"]').fill(password)
    await Promise.all([desk.waitForNavigation(), desk.locator('main form button').first().click()])
  })
  const click = (locator) => Promise.all([desk.waitForNavigation(), locator.click()])

  test('the dates are shown before they are saved, holidays crossed', async () => {
    await desk.goto(`${origin('redaktion')}/redaktion/${host}/veranstaltungen/neu`)
    await desk.locator('[name="title"]').fill('Probe der Reihe')
    await desk.locator('[name="kind"][value="series"]').check()
    await desk.locator('[name="start"]').fill('25.12.2026')
    await desk.locator('[name="start_time"]').fill('18:00')
    await desk.locator('[name="end_time"]').fill('19:30')
    await desk.locator('details:has([name="unit"]) summary').first().click()
    await desk.locator('[name="unit"]').selectOption('week')
    await desk.locator('[name="ends"][value="count"]').check()
    await desk.locator('[name="count"]').fill('4')
    await desk.locator('[name="no_holidays"]').check()
    await click(desk.locator('[name="preview"]'))
    const shown = await desk.locator('#termine').innerText()
    assert.match(shown, /Immer freitags, 4 Mal/)
    assert.match(shown, /Feiertag: 1\. Weihnachtstag/)
    assert.equal(await desk.locator('[name="takes_place"]').count(), 4)
    assert.equal(await desk.locator('[name="takes_place"]:checked').count(), 2, 'Christmas and New Year are crossed')
    assert.equal(await desk.locator('[name="title"]').inputValue(), 'Probe der Reihe', 'what was typed stays')
    await click(desk.locator('main').getByRole('button', { name: 'Als Entwurf speichern' }).or(desk.locator('#eintrag .savebar button').first()))
    assert.match(desk.url(), /ok=saved/)
  })

  test('one date is cancelled with a reason in two clicks', async () => {
    await click(desk.locator('#termine a', { hasText: 'Absagen' }).first())
    assert.ok(await desk.locator('[name="date_status"][value="cancelled"]').isChecked())
    await desk.locator('[name="date_note_de"]').fill('Die Halle ist gesperrt.')
    await click(desk.locator('main form.form button[type="submit"]'))
    assert.match(await desk.locator('#termine').innerText(), /fällt aus · Die Halle ist gesperrt\./)
  })
})
