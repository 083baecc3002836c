// A clerk's day at the desk: sign in, write, publish, correct, go back, withdraw,
// read what citizens sent, put up a notice - and what of it a citizen sees.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { finish, launch, look, steps } from './lib/browser.mjs'
import { violations } from './lib/axe.mjs'
import { tags } from './lib/markup.mjs'
import { get, json, origin, portals, printed, request, url } from './lib/site.mjs'

const desk = (path = '') => `${origin('redaktion')}/redaktion${path}`
const [, name, password] = printed().match(/name (\S+), password (\S+)/) ?? assert.fail('the demo prints no sign-in for the desk')

let browser, context, tab
before(async () => {
  browser = await launch()
  context = await browser.newContext(look({ width: 1280 }))
  tab = await context.newPage()
  tab.setDefaultTimeout(10_000)
})
after(() => browser.close())

/** The page that the tab shows: nothing for axe, on a phone neither. */
async function clean(what) {
  for (const [width, scheme] of [[1280, 'light'], [390, 'dark']]) {
    await tab.setViewportSize({ width, height: 900 })
    await tab.emulateMedia({ colorScheme: scheme })
    const found = await violations(tab)
    assert.equal(found.length, 0, `${what}, ${width} ${scheme}, ${tab.url()}\n  ${found.join('\n  ')}`)
    assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${what} scrolls sideways at ${width}`)
  }
  await tab.setViewportSize({ width: 1280, height: 900 })
  await tab.emulateMedia({ colorScheme: 'light' })
}

const click = (locator) => Promise.all([tab.waitForNavigation(), locator.first().click()]).then(([response]) => response)
const button = (text) => tab.locator('main').getByRole('button', { name: text, exact: true })

async function signIn(secret) {
  await tab.goto(desk())
  await tab.locator('input[name="name"]').fill(name)
  await tab.locator('input[name="password"]').fill(secret)
  return click(tab.locator('main form button'))
}

describe('the door', () => {
  test('a portal\'s host leads to the desk\'s host', async () => {
    for (const host of portals) {
      const res = await get(host, '/redaktion')
      assert.ok([302, 303, 307].includes(res.status), `${res.status}`)
      assert.equal(res.headers.location, desk())
      assert.equal(res.headers['set-cookie'], undefined)
    }
  })

  test('without a session nothing opens, and nothing is changed', async () => {
    for (const path of ['', '/handewitt', '/handewitt/beitraege', '/handewitt/beitraege/neu', '/handewitt/einsendungen', '/handewitt/hinweis', '/konto']) {
      const res = await request(desk(path))
      const shown = res.status >= 300 && res.status < 400 ? await request(new URL(res.headers.location, desk()).href) : res
      assert.ok([200, 401].includes(shown.status), `${path}: ${shown.status}`)
      assert.match(shown.text, /name="password"/, `${path} asks to sign in`)
      assert.match(res.headers['cache-control'] ?? '', /no-store/)
    }
    const sent = await request(desk('/handewitt/beitraege/neu/veroeffentlichen'), {
      method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin('redaktion') }, body: 'title=Ohne+Anmeldung&body=x',
    })
    assert.ok(sent.status >= 300 && sent.status < 500, `${sent.status}`)
    assert.equal((await json(url('handewitt', '/beitraege.json?q=Anmeldung'))).items.filter((i) => i.title === 'Ohne Anmeldung').length, 0)
  })

  test('a wrong password is refused with a word, and leaves no cookie', async () => {
    const response = await signIn('falsch-falsch-falsch')
    assert.equal(response.status(), 422)
    assert.ok(await tab.locator('[role="alert"]').first().isVisible())
    assert.equal(await tab.locator('input[name="name"]').inputValue(), name, 'the name is kept')
    assert.equal(await tab.locator('input[name="password"]').inputValue(), '', 'the password is not')
    assert.deepEqual(await context.cookies(), [])
    await clean('sign-in with an error')
  })

  test('the right one opens it; the cookie belongs to this host alone', async () => {
    const response = await signIn(password)
    assert.equal(response.status(), 200)
    const cookies = await context.cookies()
    assert.equal(cookies.length, 1)
    assert.equal(cookies[0].domain, 'redaktion.localhost')
    assert.ok(cookies[0].httpOnly)
    assert.match(cookies[0].sameSite, /Lax|Strict/)
    await clean('choice of a portal')
    await click(tab.locator('main').getByRole('link', { name: 'Handewitt Mobil' }))
    assert.equal(new URL(tab.url()).pathname, '/redaktion/handewitt')
    await clean('what is to do')
  })
})

describe('a whole life of an article', () => {
  const title = `Der Dorfteich bekommt eine Bank ${Date.now() % 100000}`
  let edit, address

  test('every kind has a list and a form', async () => {
    for (const kind of ['beitraege', 'orte', 'veranstaltungen', 'leistungen', 'organisationen', 'seiten']) {
      await tab.goto(desk(`/handewitt/${kind}`))
      assert.ok(await tab.locator('main h1').isVisible())
      await clean(`list of ${kind}`)
      const response = await tab.goto(desk(`/handewitt/${kind}/neu`))
      assert.equal(response.status(), 200)
      await clean(`form for ${kind}`)
    }
  })

  test('an empty form comes back with its errors', async () => {
    await tab.goto(desk('/handewitt/beitraege/neu'))
    await tab.locator('#eintrag textarea[name="body"]').fill('Nur ein Text.')
    const response = await click(button('Entwurf speichern'))
    assert.equal(response.status(), 422)
    assert.equal(await tab.locator('input[name="title"]').getAttribute('aria-invalid'), 'true')
    assert.equal(await tab.locator('textarea[name="body"]').inputValue(), 'Nur ein Text.')
    assert.match(await tab.title(), /^Fehler:/)
    await clean('form with errors')
  })

  test('a draft is saved and nobody outside sees it', async () => {
    await tab.goto(desk('/handewitt/beitraege/neu'))
    await tab.locator('input[name="title"]').fill(title)
    await tab.locator('input[name="teaser"], textarea[name="teaser"]').first().fill('Am Teich kann man bald sitzen.')
    await tab.locator('textarea[name="body"]').fill('Die Bank kommt im Frühling.\n\n## Wer hilft mit?\n\n- der Verein\n- die Schule\n\n<script>alert(1)</script>')
    const response = await click(button('Entwurf speichern'))
    assert.equal(response.status(), 200)
    edit = tab.url().split('?')[0]
    assert.equal((await json(url('handewitt', '/beitraege.json?anzahl=100'))).items.some((i) => i.title === title), false)
    await clean('saved draft')
  })

  test('published, it stands in the portal, escaped', async () => {
    await tab.goto(edit)
    await click(button('Veröffentlichen'))
    const item = (await json(url('handewitt', '/beitraege.json?anzahl=100'))).items.find((i) => i.title === title)
    assert.ok(item, 'it is in the list')
    address = item.url
    const page = await request(address)
    assert.equal(page.status, 200)
    assert.match(page.text, /<li>der Verein<\/li>/)
    assert.match(page.text, /<h2[^>]*>Wer hilft mit\?<\/h2>/)
    assert.ok(![...tags(page.text)].some((t) => t.name === 'script' && !t.attributes.src && t.attributes.type !== 'application/ld+json'), 'no script came through')
    const found = await json(url('handewitt', `/suche.json?q=${encodeURIComponent('Dorfteich')}`))
    assert.ok(found.items.some((i) => i.url === address), 'the search finds it at once')
    assert.ok((await get('handewitt', '/beitraege.rss')).text.includes(title), 'and so does the feed')
    assert.ok((await get('handewitt', '/sitemap.xml')).text.includes(address), 'and the sitemap')
  })

  test('of two who save at the same time the second is told', async () => {
    await tab.goto(edit)
    const other = await context.newPage()
    await other.goto(edit)
    await tab.locator('textarea[name="body"]').fill('Die Bank kommt im Sommer.')
    assert.equal((await click(button('Änderung veröffentlichen'))).status(), 200)
    await other.locator('textarea[name="body"]').fill('Die Bank kommt im Herbst.')
    const [response] = await Promise.all([other.waitForNavigation(), other.getByRole('button', { name: 'Änderung veröffentlichen' }).click()])
    assert.equal(response.status(), 409)
    assert.equal(await other.locator('textarea[name="body"]').inputValue(), 'Die Bank kommt im Herbst.', 'nothing typed is lost')
    const page = await request(address)
    assert.ok(page.text.includes('im Sommer') && !page.text.includes('im Herbst'))
    const mine = tab
    tab = other
    try {
      await clean('two versions beside each other')
    } finally {
      tab = mine
      await other.close()
    }
  })

  test('history shows every version, and an earlier one comes back', async () => {
    await tab.goto(`${edit}/verlauf`)
    const versions = await tab.locator('main .revision').count()
    assert.ok(versions >= 3, `${versions} versions`)
    await clean('history')
    await click(tab.locator('main .revision a').last())
    await clean('an earlier version')
    await click(tab.locator('main form[method="post"] button'))
    await tab.goto(`${edit}/verlauf`)
    assert.equal(await tab.locator('main .revision').count(), versions + 1, 'going back is a version too')
    assert.ok((await request(address)).text.includes('im Frühling'))
  })

  test('withdrawn, it is gone everywhere', async () => {
    await tab.goto(edit)
    await click(button('Zurücknehmen'))
    const page = await request(address)
    assert.ok([404, 410].includes(page.status), `${page.status}`)
    assert.ok(!page.text.includes('Frühling'), 'nothing of it is shown')
    for (const list of ['/beitraege.json?anzahl=100', '/suche.json?q=Dorfteich']) {
      assert.ok(!(await json(url('handewitt', list))).items.some((i) => i.url === address), list)
    }
    for (const list of ['/beitraege.rss', '/sitemap.xml', '/']) assert.ok(!(await get('handewitt', list)).text.includes(address), list)
    await tab.goto(`${edit}/verlauf`)
    assert.ok((await tab.locator('main .revision').count()) >= 5, 'its history stays')
  })

  test('an address with nonsense is refused, not broken', async () => {
    for (const path of ['/handewitt/beitraege/gibt-es-nicht', '/nirgends/beitraege', '/handewitt/unfug', '/handewitt/beitraege?seite=x', '/handewitt/einsendungen/x']) {
      const response = await tab.goto(desk(path))
      assert.ok(response.status() >= 400 && response.status() < 500, `${path}: ${response.status()}`)
      await clean(path)
    }
  })
})

describe('what citizens sent', () => {
  test('a message arrives, is read and done', async () => {
    const citizen = await browser.newContext(look())
    const page = await citizen.newPage()
    const message = `Am Spielplatz fehlt ein Papierkorb, Nummer ${Date.now() % 100000}.`
    await page.goto(url('handewitt', '/kontakt'))
    await steps(page, [{ betreff: 'ort' }, { nachricht: message }, {}])
    assert.equal((await finish(page)).status(), 200)
    await citizen.close()

    await tab.goto(desk('/handewitt/einsendungen'))
    await clean('submissions')
    await click(tab.locator('main tbody a'))
    assert.ok((await tab.locator('main').innerText()).includes(message))
    await clean('a submission')
    await click(button('Erledigt').or(tab.locator('main button[name="status"][value="done"]')))
    await tab.goto(desk('/handewitt/einsendungen'))
    for (const link of await tab.locator('main tbody a').all()) {
      const shown = await request(new URL(await link.getAttribute('href'), tab.url()).href, { headers: { Cookie: (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ') } })
      assert.ok(!shown.text.includes(message), 'it is no longer among the open ones')
    }
  })
})

describe('the notice', () => {
  const text = `Sperrung am Kirchenweg ${Date.now() % 100000}`
  const shownOn = async (host) => (await get(host, '/')).text.includes(text)

  test('put up here, it stands on every page of this portal only', async () => {
    await tab.goto(desk('/handewitt/hinweis'))
    await clean('notices')
    await tab.goto(desk('/handewitt/hinweis/neu'))
    await clean('form of a notice')
    await tab.locator('input[name="level"]').nth(1).check()
    const scope = tab.locator('input[name="scope"][value="hier"]')
    if (await scope.count()) await scope.check()
    await tab.locator('input[name="source"]').fill('Ordnungsamt')
    await tab.locator('input[name="title_de"]').fill(text)
    const response = await click(tab.locator('main form[method="post"] button'))
    assert.equal(response.status(), 200)
    assert.ok(await shownOn('handewitt'))
    for (const path of ['/orte', '/kontakt', '/da/', '/en/events']) assert.ok((await get('handewitt', path)).text.includes(text), path)
    assert.equal(await shownOn('flensburg'), false)
  })

  test('ended, it is gone', async () => {
    await tab.goto(desk('/handewitt/hinweis'))
    await click(tab.locator('main tbody a', { hasText: text }))
    await click(button('Hinweis beenden'))
    assert.equal(await shownOn('handewitt'), false)
  })
})

describe('the search', () => {
  const word = `gurkenamt${'abcdefghij'[Date.now() % 10]}`

  test('what was searched in vain is told, and a synonym mends it at once', async () => {
    const ask = () => json(url('handewitt', `/suche.json?q=${word}`))
    assert.equal((await ask()).total, 0)
    assert.equal((await get('handewitt', `/suche?q=${word}`)).status, 200)
    await tab.goto(desk('/handewitt/gesucht'))
    await clean('what was searched in vain')
    await click(tab.locator('main tr', { hasText: word }).getByRole('link', { name: /^Synonym anlegen/ }))
    assert.equal((await tab.locator('textarea[name="words"]').inputValue()).trim(), word, 'the word comes along')
    await clean('form of synonyms')
    const refused = await click(button('Speichern'))
    assert.equal(refused.status(), 422, 'one word alone means nothing')
    assert.equal((await tab.locator('textarea[name="words"]').inputValue()).trim(), word)
    await tab.locator('textarea[name="words"]').fill(`${word}\nRathaus`)
    await click(button('Speichern'))
    await clean('synonyms')
    const found = await ask()
    assert.ok(found.items.some((i) => i.title.includes('Rathaus')), 'the search knows it at once')

    await click(tab.locator('main tbody a', { hasText: word }))
    await click(button('Löschen'))
    assert.equal((await ask()).total, 0, 'and forgets it at once')
    await tab.goto(desk('/handewitt/gesucht'))
    await click(tab.locator('main tr', { hasText: word }).getByRole('button', { name: /^Erledigt/ }))
    assert.equal(await tab.locator('main tr', { hasText: word }).count(), 0)
  })
})

describe('the way out', () => {
  test('a clerk on a phone without script can write too', async () => {
    const bare = await browser.newContext({ ...look({ script: false }), storageState: await context.storageState() })
    const page = await bare.newPage()
    await page.goto(desk('/handewitt/beitraege/neu'))
    await page.locator('input[name="title"]').fill('Ohne Skript geschrieben')
    await page.locator('textarea[name="body"]').fill('Ein kurzer Text.')
    const [response] = await Promise.all([page.waitForNavigation(), page.getByRole('button', { name: 'Entwurf speichern' }).click()])
    assert.equal(response.status(), 200)
    await bare.close()
  })

  test('signed out, the session is over for good', async () => {
    const kept = (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ')
    await tab.goto(desk('/konto'))
    await clean('account')
    await click(tab.getByRole('button', { name: 'Abmelden' }))
    assert.deepEqual(await context.cookies(), [])
    const again = await request(desk('/handewitt'), { headers: { Cookie: kept } })
    const shown = again.status >= 300 && again.status < 400 ? await request(new URL(again.headers.location, desk()).href) : again
    assert.match(shown.text, /name="password"/)
    await tab.goto(url('handewitt'))
    assert.deepEqual(await context.cookies(url('handewitt')), [])
  })
})
