// From a citizen's phone to the calendar: an event is submitted in four steps,
// confirmed by the link of a letter, made a draft at the desk, published, and
// changed by its sender's link - with script and without.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { finish, launch, look, steps, submit } from './lib/browser.mjs'
import { violations } from './lib/axe.mjs'
import { everyItem, json, origin, printed, url } from './lib/site.mjs'

const desk = (path = '') => `${origin('redaktion')}/redaktion${path}`
const [, account, password] = printed().match(/name (\S+), password (\S+)/) ?? assert.fail('the demo prints no sign-in for the desk')

let browser, office, clerk
before(async () => {
  browser = await launch()
  office = await browser.newContext(look({ width: 1280 }))
  clerk = await office.newPage()
  clerk.setDefaultTimeout(10_000)
  await clerk.goto(desk())
  await clerk.locator('input[name="name"]').fill(account)
  await clerk.locator('input[name="password"]').fill(password)
  await Promise.all([clerk.waitForNavigation(), clerk.locator('main form button').first().click()])
})
after(() => browser.close())

async function clean(tab, what, script = true) {
  const found = script ? await violations(tab) : [] // axe is a script itself
  assert.equal(found.length, 0, `${what}, ${tab.url()}\n  ${found.join('\n  ')}`)
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${what} scrolls sideways`)
}

const click = (tab, locator) => Promise.all([tab.waitForNavigation(), locator.first().click()]).then(([response]) => response)

/** The newest letter to an address with a word in its subject, from the demo's outbox. */
async function letter(to, subject) {
  for (let tries = 0; tries < 40; tries++) {
    await clerk.goto(desk('/postausgang'))
    for (const one of await clerk.locator('main article').all()) {
      const text = await one.innerText()
      if (text.includes(to) && subject.test(await one.locator('h2').innerText())) {
        return { text, links: await one.locator('a').evaluateAll((all) => all.map((a) => a.href)) }
      }
    }
    await clerk.waitForTimeout(250)
  }
  assert.fail(`no letter to ${to} that says ${subject}`)
}

/** A day that is not over, as its three numbers, and as ISO. */
function soon(days) {
  const day = new Date(Date.now() + days * 86_400_000)
  return { iso: day.toISOString().slice(0, 10), tag: String(day.getUTCDate()), tag_monat: String(day.getUTCMonth() + 1), tag_jahr: String(day.getUTCFullYear()) }
}

for (const script of [true, false]) {
  describe(script ? 'with script' : 'without script', () => {
    const stamp = Date.now() % 1_000_000
    const title = `Laternenfest am Dorfteich ${stamp}`
    const sender = `laterne${stamp}@example.org`
    const { iso, ...day } = soon(script ? 10 : 11)
    let tab, context, change, wrong = []
    before(async () => {
      context = await browser.newContext(look({ script }))
      tab = await context.newPage()
      tab.setDefaultTimeout(10_000)
      tab.on('pageerror', (e) => wrong.push(String(e)))
      tab.on('response', (r) => { if (r.status() >= 500) wrong.push(`${r.status()} ${r.url()}`) })
      tab.on('console', (m) => { if (/Content.Security.Policy/i.test(m.text())) wrong.push(m.text()) })
    })
    after(async () => {
      await context.close()
      assert.deepEqual(wrong, [])
    })

    test('four steps, and nothing is lost on the way back', async () => {
      await tab.goto(url('handewitt', '/veranstaltungen/melden'))
      await clean(tab, 'the first step', script)
      await steps(tab, [{ titel: title, veranstalter: 'Dorfverein', preis: 'spende', beschreibung: 'Mit Punsch und Musik.' }])
      await clean(tab, 'the second step', script)
      const refused = await steps(tab, [{ ...day, tag_monat: '13', von: '17:00', wiederholung: 'woche' }])
      assert.equal(refused.status(), 422)
      await clean(tab, 'the second step with errors', script)
      assert.equal(await tab.locator('[name="tag_monat"]').inputValue(), '13', 'what was typed is kept')
      await steps(tab, [{ ...day, ort: 'Dorfteich', stadt: 'Handewitt', wiederholung: 'nein' }])
      assert.match(new URL(tab.url()).search, /schritt=3/)
      await tab.goBack()
      await tab.goBack()
      await tab.goto(tab.url().replace(/schritt=\d/, 'schritt=1'))
      assert.equal(await tab.locator('[name="titel"]').inputValue(), title)
      assert.equal(await tab.locator('[name="beschreibung"]').inputValue(), 'Mit Punsch und Musik.')
      await steps(tab, [{}])
      assert.equal(await tab.locator('[name="ort"]').inputValue(), 'Dorfteich')
      await steps(tab, [{}])
      await clean(tab, 'the third step', script)
      await tab.locator('[name="name"]').fill('Erika Muster')
      await Promise.all([tab.waitForNavigation(), tab.getByRole('button', { name: 'Zurück' }).click()])
      await steps(tab, [{}])
      assert.equal(await tab.locator('[name="name"]').inputValue(), 'Erika Muster', 'the way back keeps what was typed')
      await steps(tab, [{ email: sender }])
      const told = await tab.locator('main').innerText()
      for (const word of [title, 'Dorfverein', '17:00', 'Dorfteich', sender, 'Spende']) assert.ok(told.includes(word), `the last step shows ${word}`)
      await clean(tab, 'the last step', script)
      assert.equal((await finish(tab)).status(), 200)
      assert.match(await tab.locator('main').innerText(), /E-Mail geschickt/)
      await clean(tab, 'the thanks', script)
      assert.deepEqual(await context.cookies(), [])
      assert.equal(await tab.evaluate(() => localStorage.length + sessionStorage.length), 0, 'nothing is stored in the browser')
    })

    test('the desk knows nothing of it until the link is followed and the button pressed', async () => {
      await clerk.goto(desk('/handewitt/einsendungen'))
      assert.ok(!(await clerk.locator('main').innerText()).includes(title))
      const { links, text } = await letter(sender, /bestätigen/)
      assert.match(text, /Erika Muster/)
      await tab.goto(links[0])
      await clean(tab, 'the page to confirm', script)
      await clerk.goto(desk('/handewitt/einsendungen'))
      assert.ok(!(await clerk.locator('main').innerText()).includes(title), 'looking at the link confirms nothing')
      await click(tab, tab.getByRole('button', { name: 'Termin bestätigen' }))
      await clean(tab, 'confirmed', script)
      change = (await letter(sender, /Bestätigt/)).links[0]
      assert.notEqual(change, links[0])
    })

    test('one click makes a draft with all that was said, and publishing it tells the sender', async () => {
      await clerk.goto(desk('/handewitt/einsendungen'))
      await click(clerk, clerk.locator('main tbody a', { hasText: title }))
      await clean(clerk, 'the submission')
      assert.match(await clerk.locator('main').innerText(), /bestätigt/)
      await click(clerk, clerk.getByRole('button', { name: 'Entwurf für den Termin anlegen' }))
      assert.equal(await clerk.locator('[name="title"]').inputValue(), title)
      assert.match(await clerk.locator('[name="body"]').first().inputValue(), /Mit Punsch und Musik/)
      await clean(clerk, 'the draft')
      const saved = await click(clerk, clerk.getByRole('button', { name: 'Veröffentlichen' }))
      assert.equal(saved.status(), 200, await clerk.locator('main').innerText())
      const [found] = (await everyItem(url('handewitt', `/veranstaltungen.json?von=${iso}&bis=${iso}&anzahl=100`))).filter((i) => i.title === title)
      assert.ok(found, 'it stands in the calendar')
      assert.equal(found.start.slice(0, 16), `${iso}T17:00`)
      const { links } = await letter(sender, /Im Portal/)
      const page = await tab.goto(links[0])
      assert.equal(page.status(), 200)
      assert.equal(await tab.locator('h1').innerText(), title)
      await clerk.goto(desk('/handewitt/einsendungen'))
      assert.ok(!(await clerk.locator('main').innerText()).includes(title), 'it is done')
    })

    test('a change by the link comes to the desk with its differences and is taken over', async () => {
      await tab.goto(change)
      await clean(tab, 'the page of what was sent in', script)
      await click(tab, tab.getByRole('button', { name: 'Angaben ändern' }))
      await steps(tab, [{ beschreibung: 'Mit Punsch, Musik und Feuerwehr.' }, { von: '18:00' }, {}])
      assert.equal((await finish(tab)).status(), 200)
      await clerk.goto(desk('/handewitt/einsendungen'))
      await click(clerk, clerk.locator('main tbody a', { hasText: title }))
      const rows = await clerk.locator('main table.compare tbody tr').allInnerTexts()
      assert.ok(rows.some((r) => r.includes('17:00') && r.includes('18:00')), rows.join(' | '))
      assert.ok(rows.some((r) => r.includes('Feuerwehr')))
      assert.equal(rows.length, 2, 'only what differs is shown')
      await clean(clerk, 'the proposal')
      await click(clerk, clerk.getByRole('link', { name: 'In das Formular übernehmen' }))
      assert.match(await clerk.locator('[name="body"]').first().inputValue(), /Feuerwehr/)
      await clean(clerk, 'the form with the proposal')
      await click(clerk, clerk.getByRole('button', { name: 'Änderung veröffentlichen' }))
      const [found] = (await everyItem(url('handewitt', `/veranstaltungen.json?von=${iso}&bis=${iso}&anzahl=100`))).filter((i) => i.title === title)
      assert.equal(found.start.slice(0, 16), `${iso}T18:00`)
      await letter(sender, /Übernommen/)
    })

    test('an error on one field is taken over with one click', async () => {
      const [place] = (await json(url('handewitt', '/orte.json?anzahl=100'))).items.filter((i) => i.portal === 'handewitt' && i.phone && i.lang === 'de').slice(script ? 0 : 1)
      await tab.goto(place.url)
      await click(tab, tab.locator('main a[href$="/fehler-melden"]'))
      await clean(tab, 'which detail is wrong', script)
      await steps(tab, [{ feld: 'phone' }])
      await clean(tab, 'what is right', script)
      await steps(tab, [{ richtig: '04608 445566' }, script ? {} : { email: sender }])
      assert.equal((await finish(tab)).status(), 200)
      if (!script) {
        await tab.goto((await letter(sender, new RegExp(`Bitte bestätigen: ${place.title.replace(/[^\wäöüß -]/gi, '.')}`))).links[0])
        await click(tab, tab.getByRole('button', { name: 'Hinweis bestätigen' }))
      }
      await clerk.goto(desk('/handewitt/einsendungen?art=error'))
      await click(clerk, clerk.locator('main tbody a', { hasText: place.title }))
      const row = await clerk.locator('main table.compare tbody tr').innerText()
      assert.match(row, /04608 445566/)
      await clean(clerk, 'old and new')
      await click(clerk, clerk.getByRole('link', { name: 'In das Formular übernehmen' }))
      await click(clerk, clerk.getByRole('button', { name: 'Änderung veröffentlichen' }))
      assert.equal((await tab.goto(place.url)).status(), 200)
      assert.match(await tab.locator('main').innerText(), /04608 445566/)
    })
  })
}

describe('while somebody types', () => {
  test('likely duplicates come up, politely, and the next step says the same', async () => {
    const [event] = (await json(url('handewitt', '/veranstaltungen.json?anzahl=100'))).items.filter((i) => i.lang === 'de' && i.title.length > 8)
    const context = await browser.newContext(look())
    const tab = await context.newPage()
    await tab.goto(url('handewitt', '/veranstaltungen/melden'))
    await tab.locator('[name="titel"]').pressSequentially(event.title, { delay: 5 })
    const box = tab.locator('likely-twins')
    await box.getByRole('link', { name: event.title }).first().waitFor({ timeout: 5000 })
    assert.equal(await box.getAttribute('role'), 'status', 'a polite live region')
    assert.ok(await tab.locator('[name="titel"]').evaluate((f) => f === document.activeElement), 'the focus stays')
    await clean(tab, 'with duplicates')
    await context.close()
  })

  test('a place that stands here already', async () => {
    const [place] = (await json(url('handewitt', '/orte.json?kategorie=apotheke'))).items
    const context = await browser.newContext(look({ script: false }))
    const tab = await context.newPage()
    await tab.goto(url('handewitt', '/orte/melden'))
    await steps(tab, [{ titel: place.title }, { strasse: place.street, stadt: place.town }])
    assert.match(await tab.locator('main').innerText(), /Gibt es den Ort schon\?/)
    assert.ok(await tab.locator('main').getByRole('link', { name: place.title }).count())
    await clean(tab, 'the step with duplicates', false)
    await context.close()
  })
})

describe('by keyboard alone', () => {
  test('a place is submitted with Tab, arrows and Enter', async () => {
    const context = await browser.newContext(look())
    const tab = await context.newPage()
    await tab.goto(url('handewitt', '/orte/melden'))
    const words = { titel: 'Bücherschrank am Markt', strasse: 'Hauptstraße 2', email: 'schrank@example.org' }
    for (let step = 1; step <= 4; step++) {
      let sent = false
      for (let i = 0; i < 120 && !sent; i++) {
        await tab.keyboard.press('Tab')
        const at = await tab.evaluate(() => {
          const el = document.activeElement
          return el.closest('main form[method="post"]') && { tag: el.tagName, name: el.name }
        })
        if (at?.tag === 'BUTTON') {
          await tab.waitForTimeout(step === 4 ? 1800 : 0)
          await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')])
          sent = true
        } else if (at && words[at.name]) await tab.keyboard.type(words[at.name])
      }
      assert.ok(sent, `${tab.url()}: no button was reached`)
    }
    assert.match(await tab.locator('main').innerText(), /E-Mail geschickt/)
    await context.close()
  })
})
