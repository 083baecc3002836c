// Two clerks' Tuesday: one types a town hall with its offices, row by row and
// without script; the other finds that it stands twice, merges the two and
// takes it back.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { launch, look } from './lib/browser.mjs'
import { violations } from './lib/axe.mjs'
import { json, origin, printed, request, url } from './lib/site.mjs'

const desk = (path = '') => `${origin('redaktion')}/redaktion/handewitt${path}`
const [, name, password] = printed().match(/name (\S+), password (\S+)/) ?? assert.fail('the demo prints no sign-in for the desk')
const shots = process.env.UMLAND_SHOTS

let browser, tab
before(async () => {
  browser = await launch()
  const context = await browser.newContext(look({ width: 1280, script: false }))
  tab = await context.newPage()
  tab.setDefaultTimeout(10_000)
  await tab.goto(`${origin('redaktion')}/redaktion`)
  await tab.locator('input[name="name"]').fill(name)
  await tab.locator('input[name="password"]').fill(password)
  await click(tab.locator('main form button'))
})
after(() => browser.close())

const click = (locator) => Promise.all([tab.waitForNavigation(), locator.first().click()]).then(([response]) => response)
const button = (text) => tab.locator('main').getByRole('button', { name: text, exact: true })
const field = (id) => tab.locator(`[name="${id}"]`)

/** Nothing for axe, no sideways scrolling, on a screen and on a phone. */
async function clean(what) {
  const scripted = await browser.newContext({ ...look({ width: 1280 }), storageState: await tab.context().storageState() })
  const page = await scripted.newPage()
  try {
    for (const [width, colorScheme] of [[1280, 'light'], [390, 'dark']]) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.goto(tab.url())
      const found = await violations(page)
      assert.equal(found.length, 0, `${what}, ${width} ${colorScheme}, ${page.url()}\n  ${found.join('\n  ')}`)
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${what} scrolls sideways at ${width}`)
      if (shots) await page.screenshot({ path: `${shots}/${what.replace(/\W+/g, '-')}-${width}.png`, fullPage: true })
    }
  } finally {
    await scripted.close()
  }
}

/** Types a place and publishes it; answers with its id. */
async function write(values) {
  await tab.goto(desk('/orte/neu'))
  for (const [id, value] of Object.entries(values)) await field(id).fill(value)
  await field('category').selectOption({ label: 'Rathaus und Ämter' })
  const response = await click(button('Veröffentlichen'))
  assert.equal(response.status(), 200, `published: ${await tab.locator('.errsum').textContent().catch(() => '')}`)
  return tab.url().match(/orte\/([0-9a-f-]{36})/)[1]
}

const hall = { title: 'Beispiel-Amt am Deich', teaser: 'Erfunden.', street: 'Deichweg 7', postcode: '24983', town: 'Handewitt', lat: '54,7801', lon: '9,3001' }
let first, second

describe('a place with several offices, typed without script', () => {
  test('rows come and go, and nothing is saved by that', async () => {
    first = await write(hall)
    await tab.goto(desk(`/orte/${first}`))
    assert.equal(await field('contact_0_phone').count(), 0, 'no row at first')
    await field('title').fill('Beispiel-Amt am Deich, geändert')
    assert.equal((await click(button('Ansprechstelle hinzufügen'))).status(), 200)
    assert.equal(await field('title').inputValue(), 'Beispiel-Amt am Deich, geändert', 'what was typed is kept')
    await field('contact_0_for_de').fill('Kasse')
    await field('contact_0_phone').fill('0461 00000-81')
    await click(button('Ansprechstelle hinzufügen'))
    assert.equal(await field('contact_0_phone').inputValue(), '0461 00000-81')
    await field('contact_1_for_de').fill('Standesamt')
    await click(button('Ansprechstelle hinzufügen'))
    await field('contact_2_for_de').fill('Irrtum')
    await click(tab.getByRole('button', { name: /^Ansprechstelle 3.* entfernen/ }))
    assert.equal(await field('contact_2_for_de').count(), 0, 'the third row is gone')
    assert.equal((await json(url('handewitt', '/orte.json?q=Deich'))).items[0].title, 'Beispiel-Amt am Deich', 'nothing is public yet')
  })

  test('a row without a number is marked, and keeps what was typed', async () => {
    const response = await click(tab.locator('.savebar button'))
    assert.equal(response.status(), 422)
    assert.equal(await field('contact_1_phone').getAttribute('aria-invalid'), 'true')
    assert.equal(await field('contact_0_phone').getAttribute('aria-invalid'), null)
    assert.equal(await field('contact_1_for_de').inputValue(), 'Standesamt')
    assert.ok(await tab.locator('.errsum a[href="#contact_1_phone"]').count(), 'the summary leads there')
    await field('contact_1_phone').fill('0461 00000-82')
    await field('contact_1_fax').fill('0461 00000-83')
    await field('title').fill(hall.title)
  })

  test('Enter in a field saves, and takes no row out', async () => {
    const [response] = await Promise.all([tab.waitForNavigation(), field('contact_1_email').press('Enter')])
    assert.equal(response.status(), 200)
    const item = await json(url('handewitt', '/orte/beispiel-amt-am-deich.json'))
    assert.deepEqual(item.contacts.map((c) => c.responsibility), ['Kasse', 'Standesamt'])
    await clean('the form of a place with offices')
  })

  test('its page: each office with its numbers, the fax is not for tapping', async () => {
    await tab.goto(url('handewitt', '/orte/beispiel-amt-am-deich'))
    assert.deepEqual(await tab.locator('.office-entry h3').allTextContents(), ['Kasse', 'Standesamt'])
    assert.equal(await tab.locator('a[href="tel:+494610000082"]').count(), 1)
    assert.equal(await tab.locator('a[href*="0000083"]').count(), 0)
    assert.match(await tab.locator('.office-entry').nth(1).textContent(), /0461 00000-83/)
    await clean('the page of a place with offices')
  })
})

describe('photos of a place', () => {
  test('a photo without words or author is refused, row by row', async () => {
    await tab.goto(desk(`/orte/${first}`))
    await click(button('Foto hinzufügen'))
    await field('photo_0_asset').selectOption('markt')
    await field('photo_0_alt_de').fill('Ein Markt mit bunten Ständen')
    await field('photo_0_credit').fill('Zeichnung: Umland')
    await click(button('Foto hinzufügen'))
    await field('photo_1_asset').selectOption('rathaus')
    assert.equal((await click(tab.locator('.savebar button'))).status(), 422)
    for (const [id, wrong] of [['photo_0_alt_de', null], ['photo_1_alt_de', 'true'], ['photo_1_credit', 'true']]) {
      assert.equal(await field(id).getAttribute('aria-invalid'), wrong, id)
    }
  })

  test('in the given order; the first leads the page and stands in the data', async () => {
    await field('photo_1_alt_de').fill('Ein Rathaus mit Uhr')
    await field('photo_1_credit').fill('Zeichnung: Umland')
    await field('photo_1_licence').fill('CC0 1.0')
    await field('photo_1_rank').fill('0')
    assert.equal((await click(tab.locator('.savebar button'))).status(), 200)
    const item = await json(url('handewitt', '/orte/beispiel-amt-am-deich.json'))
    assert.deepEqual(item.photos.map((p) => p.alt), ['Ein Rathaus mit Uhr', 'Ein Markt mit bunten Ständen'])
    await tab.goto(url('handewitt', '/orte/beispiel-amt-am-deich'))
    assert.deepEqual(await tab.locator('main article figure.figure img').evaluateAll((list) => list.map((i) => i.alt)), item.photos.map((p) => p.alt))
    assert.match(await tab.locator('figcaption').first().textContent(), /Zeichnung: Umland, CC0 1\.0/)
    await clean('a place with photos')
  })

  test('its history tells offices and photos in words', async () => {
    await tab.goto(desk(`/orte/${first}/verlauf/1`))
    const told = await tab.locator('.compare').textContent()
    assert.match(told, /Ansprechstellen/)
    assert.match(told, /Kasse, 0461 00000-81/)
    await clean('an earlier version of a place')
  })
})

describe('what stands twice', () => {
  test('the desk shows the pair, side by side', async () => {
    second = await write({ ...hall, title: 'Amt am Deich (Beispiel)', street: 'Deichweg 7', phone: '0461 00000-90', web: 'https://amt.example.org/' })
    for (let i = 0; i < 40; i++) {
      await tab.goto(desk('/doppelte'))
      if (await tab.locator('.task a', { hasText: 'Deich' }).count()) break
      await new Promise((r) => setTimeout(r, 500))
    }
    await clean('the list of double entries')
    await click(tab.locator('.task', { hasText: 'Amt am Deich' }).locator('a'))
    assert.equal(await tab.locator('.twins section').count(), 2)
    await clean('two entries side by side')
  })

  test('merged: one place with the chosen facts; the other address leads to it', async () => {
    const keep = await tab.locator('.twins section').first().locator('h2').textContent() === hall.title ? 'a' : 'b'
    const other = keep === 'a' ? 'b' : 'a'
    await tab.locator(`[name="keep"][value="${keep}"]`).check()
    await tab.locator(`[name="fact_text_de"][value="${keep}"]`).check()
    await tab.locator(`[name="fact_phone"][value="${other}"]`).check()
    await tab.locator(`[name="fact_web"][value="${other}"]`).check()
    const response = await click(button('Zusammenführen'))
    assert.equal(response.status(), 200)
    assert.match(tab.url(), /zusammengefuehrt\/[0-9a-f-]{36}/)
    await clean('a merge that was made')
    const item = await json(url('handewitt', '/orte/beispiel-amt-am-deich.json'))
    assert.equal(item.phone, '+494610000090')
    assert.equal(item.web, 'https://amt.example.org/')
    assert.equal(item.contacts.length, 2)
    const old = await request(url('handewitt', '/orte/amt-am-deich-beispiel'))
    assert.equal(old.status, 301)
    assert.equal(new URL(old.headers.location).pathname, '/orte/beispiel-amt-am-deich')
  })

  test('taken back: both are what they were', async () => {
    await click(button('Wieder trennen'))
    assert.match(await tab.locator('.note-ok').textContent(), /getrennt/)
    const item = await json(url('handewitt', '/orte/beispiel-amt-am-deich.json'))
    assert.equal(item.phone, null)
    assert.equal((await request(url('handewitt', '/orte/amt-am-deich-beispiel'))).status, 200)
  })

  test('not the same: remembered, and no longer asked', async () => {
    await click(tab.locator('.task', { hasText: 'Amt am Deich' }).locator('a'))
    await click(button('Nicht dasselbe'))
    assert.equal(await tab.locator('.task', { hasText: 'Amt am Deich' }).count(), 0)
  })

  after(async () => {
    for (const id of [first, second]) {
      await tab.goto(desk(`/orte/${id}`))
      await click(button('Zurücknehmen'))
    }
  })
})
