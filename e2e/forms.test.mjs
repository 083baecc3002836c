// The same lists in their other forms: each parses in an independent reader, all
// agree with each other and with the page, and filters and paging carry over.
import test, { describe } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import ICAL from 'ical.js'
import { check } from '@placemarkio/check-geojson'
import { jsonLD, tags, text } from './lib/markup.mjs'
import { addressOf, languages, localPath, pageTypes } from './lib/pages.mjs'
import { child, children, csv, icsLines, xml } from './lib/parse.mjs'
import { everyItem, get, json, portals, request, url } from './lib/site.mjs'

const types = Object.fromEntries((await pageTypes()).map((t) => [t.name, t]))
const media = {
  json: /^application\/json/, csv: /^text\/csv; charset=utf-8/i, geojson: /^application\/geo\+json/,
  ics: /^text\/calendar; charset=utf-8/i, rss: /^application\/rss\+xml/,
}

async function form(host, address, ending) {
  const [path, query] = address.split('?')
  const res = await get(host, `${localPath(host, path, 'de')}.${ending}${query ? `?${query}` : ''}`)
  assert.equal(res.status, 200, `${res.address}: ${res.text.slice(0, 300)}`)
  assert.match(res.headers['content-type'] ?? '', media[ending], res.address)
  return res
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/
const day = /^\d{4}-\d\d-\d\d$/
const places = { name: 'orte', kind: 'place' }
const events = { name: 'veranstaltungen', kind: 'event' }
const articles = { name: 'beitraege', kind: 'article' }
const category = new URL(url('handewitt', types['place-list-filtered'].path)).searchParams.get('kategorie')

/** Total that a page tells in words: the number in the heading over its list. */
function told(html) {
  const heading = [...html.matchAll(/<h2[^>]*>([\s\S]*?)<\/h2>/g)].map((m) => text(m[1].replace(/<[^>]+>/g, ' ')).trim()).find((t) => /^\d/.test(t))
  return heading === undefined ? undefined : Number(heading.match(/^[\d.]+/)[0].replaceAll('.', ''))
}

for (const list of [places, events, articles]) {
  describe(list.name, () => {
    for (const host of portals) {
      for (const query of ['', '?region=alle']) {
        test(`${host}${query}: json, csv and page count alike`, async () => {
          const address = `/${list.name}${query}`
          const items = await everyItem(url(host, `${localPath(host, `/${list.name}`, 'de')}.json${query}${query ? '&' : '?'}anzahl=100`))
          const first = JSON.parse((await form(host, address, 'json')).text)
          assert.equal(first.total, items.length, 'total says how many there are')
          assert.equal(new Set(items.map((i) => i.id + (i.start ?? ''))).size, items.length, 'nothing comes twice')
          const page = await get(host, localPath(host, `/${list.name}`, 'de') + query)
          assert.equal(page.status, 200)
          assert.equal(told(page.text), first.total, 'the page tells the same number')
          const rows = csv((await form(host, address, 'csv')).text)
          assert.ok(rows.length === items.length || rows.length === first.items.length, `${rows.length} rows of ${items.length}`)
          assert.deepEqual(rows.map((r) => r.id).sort(), items.slice(0, rows.length).map((i) => i.id).sort())
          for (const item of items) checkItem(list, host, query, item)
        })
      }
    }

    test('filters are carried into every form and onto the page', async () => {
      const query = list === places ? `kategorie=${category}` : 'q=a'
      const whole = JSON.parse((await form('handewitt', `/${list.name}`, 'json')).text).total
      const some = await everyItem(url('handewitt', `/${list.name}.json?${query}&anzahl=100`))
      assert.ok(some.length > 0 && some.length <= whole)
      if (list === places) {
        assert.ok(some.length < whole)
        assert.ok(some.every((i) => i.category === category))
      }
      const rows = csv((await form('handewitt', `/${list.name}?${query}&anzahl=100`, 'csv')).text)
      assert.deepEqual(rows.map((r) => r.id).sort(), some.slice(0, 100).map((i) => i.id).sort())
      const none = JSON.parse((await form('handewitt', `/${list.name}?q=xqzvwy`, 'json')).text)
      assert.deepEqual([none.total, none.items, none.next], [0, [], null])
      assert.equal(csv((await form('handewitt', `/${list.name}?q=xqzvwy`, 'csv')).text).length, 0)
    })

    test('pages of one entry lead to the end and no further', async () => {
      const total = (await json(url('handewitt', `/${list.name}.json`))).total
      const few = Math.max(1, Math.ceil(total / 5))
      let next = url('handewitt', `/${list.name}.json?anzahl=${few}`)
      const ids = []
      let pages = 0
      while (next) {
        const part = await json(next)
        assert.equal(part.total, total)
        assert.ok(part.items.length <= few)
        if (part.next) assert.match(part.next, new RegExp(`anzahl=${few}(&|$)`))
        ids.push(...part.items.map((i) => i.id + (i.start ?? '')))
        next = part.next
        pages++
      }
      assert.equal(pages, Math.ceil(total / few))
      assert.equal(new Set(ids).size, total)
      const beyond = await get('handewitt', `/${list.name}.json?anzahl=${few}&seite=${pages + 1}`)
      assert.equal(beyond.status, 404)
    })

    test('the page links its other forms and its next page', async () => {
      const page = await get('handewitt', `/${list.name}`)
      const all = [...tags(page.text)]
      const refs = all.filter((t) => t.name === 'a' || t.name === 'link').map((t) => t.attributes.href ?? '')
      for (const ending of list === places ? ['json', 'csv', 'geojson'] : list === events ? ['json', 'csv', 'ics', 'rss'] : ['json', 'csv', 'rss']) {
        assert.ok(refs.some((r) => new URL(r, page.address).pathname === `/${list.name}.${ending}`), `no link to .${ending}`)
      }
      let here = page, pages = 1
      for (;;) {
        const next = [...tags(here.text)].find((t) => t.name === 'a' && t.attributes.rel === 'next')
        if (!next) break
        here = await request(new URL(next.attributes.href, here.address).href)
        assert.equal(here.status, 200)
        assert.ok(++pages < 100, 'the pages do not end')
      }
      const total = (await json(url('handewitt', `/${list.name}.json`))).total
      assert.ok(pages === Math.ceil(total / 20) || total <= 20 || list === events, `${pages} pages for ${total} entries`)
    })

    for (const lang of languages) {
      test(`${lang}: wrong filters get a clear answer and the right status`, async () => {
        const bad = ['seite=0', 'seite=kein', 'seite=-1', 'anzahl=0', 'anzahl=101', 'anzahl=viel', 'kategorie=gibt-es-nicht', 'region=mond', ...(list === places ? ['bbox=1,2,3', 'bbox=a,b,c,d', 'q=%00', 'umkreis=weit', 'lat=91&lon=9', 'lat=54.7', 'offen=vielleicht', 'barrierefrei=vielleicht'] : []), ...(list === events ? ['von=2026-02-30', 'bis=gestern', 'bbox=9,55,8,54'] : [])]
        for (const query of bad) {
          const local = localPath('handewitt', `/${list.name}`, lang)
          const problem = await get('handewitt', `${local}.json?${query}`)
          assert.ok(problem.status >= 400 && problem.status < 500, `${problem.address}: ${problem.status}`)
          assert.match(problem.headers['content-type'], /^application\/problem\+json/, query)
          const body = JSON.parse(problem.text)
          assert.equal(body.status, problem.status)
          assert.ok(body.detail.length > 10 && !/[a-z]+\.[a-z_]+$|%!|\{/.test(body.detail), `${query}: ${body.detail}`)
          assert.equal(problem.headers['content-language'], lang)
          const page = await get('handewitt', `${local}?${query}`)
          assert.equal(page.status, problem.status, page.address)
          assert.equal([...tags(page.text)].find((t) => t.name === 'html').attributes.lang, lang)
        }
        const [de, other] = await Promise.all(['de', lang].map(async (l) => JSON.parse((await get('handewitt', `${localPath('handewitt', `/${list.name}`, l)}.json?seite=kein`)).text).detail))
        if (lang !== 'de') assert.notEqual(de, other, 'the text is in the language of the address')
      })
    }
  })
}

function checkItem(list, host, query, item) {
  for (const key of ['id', 'kind', 'title', 'url', 'portal', 'lang', 'updated', 'source', 'licence']) assert.ok(key in item, `${key} is missing in ${item.title}`)
  assert.equal(item.kind, list.kind)
  assert.ok(portals.includes(item.portal), item.portal)
  assert.equal(new URL(item.url).hostname, `${item.portal}.localhost`, 'an item lives on its owner\'s host')
  assert.match(item.updated, instant)
  if (list === places) {
    for (const key of ['lat', 'lon', 'street', 'postcode', 'town', 'phone', 'category']) assert.ok(key in item, `${key} is missing in ${item.title}`)
    if (item.lat !== null) assert.ok(item.lat > 54 && item.lat < 56 && item.lon > 8 && item.lon < 10.5, `${item.title} lies at ${item.lat}, ${item.lon}`)
  }
  if (list === events) {
    const form = item.all_day ? day : instant
    assert.match(item.start, form)
    if (item.end) assert.ok(form.test(item.end) && item.end >= item.start, `${item.title}: ${item.start} to ${item.end}`)
    for (const key of ['status', 'place', 'date_url']) assert.ok(key in item, `${key} is missing in ${item.title}`)
  }
  if (list === articles) {
    assert.match(item.published, instant)
    assert.ok('byline' in item && 'teaser' in item)
  }
}

describe('geojson', () => {
  for (const list of [places, events]) {
    test(`${list.name} holds the list's entries with a position`, async () => {
      const items = (await everyItem(url('handewitt', `/${list.name}.json?anzahl=100`))).slice(0, 100)
      const res = await form('handewitt', `/${list.name}?anzahl=100`, 'geojson')
      const collection = check(res.text)
      assert.equal(collection.type, 'FeatureCollection')
      const ids = new Set(items.map((i) => i.id))
      assert.ok(collection.features.length > 0)
      for (const f of collection.features) {
        assert.ok(ids.has(f.properties.id ?? f.id), `${f.properties.title} is not in the list`)
        const [lon, lat] = f.geometry.coordinates
        assert.ok(lat > 54 && lat < 56 && lon > 8 && lon < 10.5, `${f.properties.title}: ${lon}, ${lat}`)
      }
      if (list === places) assert.equal(collection.features.length, items.filter((i) => i.lat !== null).length)
    })
  }
})

describe('ics', () => {
  const checkCalendar = (res) => {
    assert.deepEqual(icsLines(res.raw), [], res.address)
    const calendar = new ICAL.Component(ICAL.parse(res.text))
    assert.equal(calendar.name, 'vcalendar')
    assert.equal(calendar.getFirstPropertyValue('version'), '2.0')
    assert.ok(calendar.getFirstPropertyValue('prodid'))
    const zones = new Set(calendar.getAllSubcomponents('vtimezone').map((z) => z.getFirstPropertyValue('tzid')))
    const found = calendar.getAllSubcomponents('vevent')
    for (const event of found) {
      for (const name of ['uid', 'dtstamp', 'dtstart', 'summary']) assert.ok(event.hasProperty(name), `${name} in ${res.address}`)
      for (const name of ['dtstart', 'dtend']) {
        const zone = event.getFirstProperty(name)?.getParameter('tzid')
        if (zone) assert.ok(zones.has(zone), `no VTIMEZONE for ${zone}`)
      }
    }
    return found
  }

  // The instants at which the calendar's events begin, series expanded by the
  // reader itself.
  const instants = (found, last) => {
    for (const zone of found[0].parent.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
    const have = new Set()
    for (const first of found.filter((e) => !e.hasProperty('recurrence-id'))) {
      const uid = first.getFirstPropertyValue('uid')
      const exceptions = found.filter((e) => e.hasProperty('recurrence-id') && e.getFirstPropertyValue('uid') === uid)
      const event = new ICAL.Event(first, { exceptions })
      const dates = event.iterator()
      for (let next = dates.next(), n = 0; next && n < 1000; next = dates.next(), n++) {
        const { startDate, item } = event.getOccurrenceDetails(next)
        have.add(`${item.summary} ${startDate.toJSDate().getTime()}`)
        if (next.toJSDate() > new Date(last)) break
      }
    }
    return have
  }

  test('the list holds every date that json holds', async () => {
    const items = await everyItem(url('handewitt', '/veranstaltungen.json?anzahl=100'))
    const found = checkCalendar(await form('handewitt', '/veranstaltungen', 'ics'))
    assert.ok(found.length > 0)
    assert.equal(new Set(found.map((e) => e.getFirstPropertyValue('uid') + (e.getFirstPropertyValue('recurrence-id') ?? ''))).size, found.length, 'a UID comes once')
    const have = instants(found, items.at(-1).start)
    const timed = items.filter((i) => !i.all_day)
    assert.ok(timed.length > 40)
    for (const item of timed) assert.ok(have.has(`${item.title} ${Date.parse(item.start)}`), `${item.title} ${item.start} is not in the calendar`)
  })

  test('a single event, and Debian\'s reader agrees', async () => {
    const res = await form('handewitt', types.event.path, 'ics')
    assert.ok(checkCalendar(res).length >= 1)
    assert.match(res.headers['content-disposition'] ?? '', /filename=/)
    if (!existsSync('/usr/bin/python3')) throw new Error('python3 with icalendar is needed: apt-get install python3-icalendar')
    const file = path.join(import.meta.dirname, 'out', 'event.ics')
    for (const raw of [res.raw, (await form('handewitt', '/veranstaltungen', 'ics')).raw]) {
      writeFileSync(file, raw)
      const run = spawnSync('/usr/bin/python3', ['-c', 'import icalendar,sys; c=icalendar.Calendar.from_ical(open(sys.argv[1],"rb").read()); bad=[e for s in c.walk() for e in s.errors]; assert not bad, bad; print(len(c.walk("VEVENT")))', file], { encoding: 'utf8' })
      assert.equal(run.status, 0, run.stderr)
      assert.ok(Number(run.stdout) >= 1)
    }
  })
})

describe('rss', () => {
  for (const list of [articles, events]) {
    test(list.name, async () => {
      const rss = xml((await form('handewitt', `/${list.name}`, 'rss')).text)
      assert.equal(rss.name, 'rss')
      assert.equal(rss.attributes.version, '2.0')
      const channel = child(rss, 'channel')
      for (const name of ['title', 'link', 'description', 'language']) assert.ok(child(channel, name)?.text.trim(), name)
      const self = children(channel, 'atom:link').find((l) => l.attributes.rel === 'self')
      assert.equal(self?.attributes.href, url('handewitt', `/${list.name}.rss`))
      const items = children(channel, 'item')
      const wanted = await json(url('handewitt', `/${list.name}.json`))
      assert.equal(items.length, wanted.items.length)
      for (const item of items) {
        for (const name of ['title', 'link', 'guid', 'pubDate']) assert.ok(child(item, name)?.text.trim(), name)
        assert.ok(!Number.isNaN(Date.parse(child(item, 'pubDate').text)))
        assert.equal((await request(child(item, 'link').text.trim())).status, 200)
      }
      assert.equal(new Set(items.map((i) => child(i, 'guid').text)).size, items.length)
    })
  }
})

describe('an item in its other forms', () => {
  for (const [name, endings] of [['article', ['json']], ['place', ['json']], ['event', ['json', 'ics']]]) {
    test(name, async () => {
      for (const ending of endings) {
        const res = await form('handewitt', types[name].path, ending)
        if (ending === 'json') {
          const item = JSON.parse(res.text)
          assert.equal(item.url, url('handewitt', types[name].path))
          assert.equal(item.kind, name)
        }
      }
    })
  }

  test('search as json and csv', async () => {
    const query = types['search-hits'].path.split('?')[1]
    const found = JSON.parse((await form('handewitt', `/suche?${query}`, 'json')).text)
    assert.ok(found.total > 0)
    assert.equal(csv((await form('handewitt', `/suche?${query}`, 'csv')).text).length, found.items.length)
  })
})

describe('conventions', () => {
  for (const host of portals) {
    test(`${host}: sitemap lists what this portal owns, and each address answers`, async () => {
      const res = await get(host, '/sitemap.xml')
      assert.match(res.headers['content-type'], /xml/)
      const root = xml(res.text)
      const maps = root.name === 'sitemapindex'
        ? await Promise.all(children(root, 'sitemap').map(async (s) => xml((await request(child(s, 'loc').text)).text)))
        : [root]
      const entries = maps.flatMap((m) => children(m, 'url'))
      assert.ok(entries.length > 10, `${entries.length} addresses`)
      const locs = entries.map((e) => child(e, 'loc').text.trim())
      assert.equal(new Set(locs).size, locs.length)
      for (const loc of locs) assert.equal(new URL(loc).host, new URL(url(host)).host, loc)
      for (const loc of locs.filter((_, i) => i % Math.ceil(locs.length / 60) === 0)) assert.equal((await request(loc)).status, 200, loc)
      // every language named for a page names it back, itself included
      for (const entry of entries.filter((_, i) => i % Math.ceil(entries.length / 60) === 0)) {
        const others = children(entry, 'xhtml:link').map((l) => l.attributes.href)
        if (others.length > 0) assert.ok(others.includes(child(entry, 'loc').text.trim()))
        for (const other of others) assert.ok(locs.includes(other), `${other} is named but not listed`)
      }
    })

    test(`${host}: robots, security.txt, healthz, readyz`, async () => {
      const robots = await get(host, '/robots.txt')
      assert.match(robots.headers['content-type'], /^text\/plain/)
      assert.match(robots.text, new RegExp(`^Sitemap: ${url(host, '/sitemap.xml').replace(/[.:/]/g, '\\$&')}\\s*$`, 'm'))
      const security = await get(host, '/.well-known/security.txt')
      assert.match(security.headers['content-type'], /^text\/plain; charset=utf-8/i)
      assert.match(security.text, /^Contact: (mailto:|https:|tel:)\S+/m)
      assert.match(security.text, /^Preferred-Languages: /m)
      const until = Date.parse(security.text.match(/^Expires: (\S+)/m)?.[1])
      assert.ok(until > Date.now() + 30 * 864e5 && until < Date.now() + 366 * 864e5, 'Expires within a year')
      for (const probe of ['/healthz', '/readyz']) assert.equal((await get(host, probe)).status, 200)
    })
  }

  test('probes answer on every host, content only on a portal\'s', async () => {
    for (const probe of ['/healthz', '/readyz']) assert.equal((await get('unbekannt', probe)).status, 200)
    for (const page of ['/', '/orte.json', '/sitemap.xml', '/robots.txt']) {
      const res = await get('unbekannt', page)
      assert.equal(res.status, 421, page)
      assert.ok(!/Handewitt|Flensburg|Aabenraa/.test(res.text), 'no portal\'s content')
    }
    for (const host of ['HANDEWITT.localhost', 'handewitt.localhost.', 'localhost', '127.0.0.1']) {
      const res = await request(url('handewitt'), { headers: { Host: `${host}:${new URL(url('handewitt')).port}` } })
      assert.equal(res.status, 200, host)
    }
  })

  test('HEAD answers like GET without a body, and 304 spares it', async () => {
    const full = await get('handewitt', types.article.path)
    const head = await get('handewitt', types.article.path, { method: 'HEAD' })
    assert.equal(head.status, 200)
    assert.equal(head.raw.length, 0)
    if (full.headers.etag) {
      const again = await get('handewitt', types.article.path, { headers: { 'If-None-Match': full.headers.etag } })
      assert.equal(again.status, 304)
    }
  })
})

describe('JSON-LD', () => {
  const of = (html, ...kinds) => jsonLD(html).flatMap((b) => b['@graph'] ?? [b]).find((b) => [b['@type']].flat().some((t) => kinds.includes(t)) || kinds.length === 0)
  const read = async (name) => (await request(addressOf(types[name], 'de'))).text

  test('article', async () => {
    const html = await read('article')
    const ld = of(html, 'Article', 'NewsArticle', 'BlogPosting')
    assert.ok(ld, 'an Article')
    assert.match(ld['@context'], /^https:\/\/schema\.org/)
    for (const key of ['headline', 'datePublished', 'author', 'publisher', 'inLanguage']) assert.ok(ld[key], key)
    assert.ok(html.includes(text(ld.headline).split(/[&<"']/)[0]), 'the headline stands on the page')
  })
  test('place', async () => {
    const [ld] = jsonLD(await read('place'))
    for (const key of ['@type', 'name', 'address', 'geo', 'url']) assert.ok(ld?.[key], key)
    assert.equal(ld.address['@type'], 'PostalAddress')
    for (const key of ['streetAddress', 'postalCode', 'addressLocality']) assert.ok(ld.address[key], key)
    assert.ok(ld.geo.latitude > 54 && ld.geo.longitude > 8)
    assert.match(ld.telephone, /^\+\d+/)
  })
  for (const name of ['event', 'event-date']) {
    test(name, async () => {
      const ld = of(await read(name), 'Event', 'MusicEvent', 'SportsEvent', 'SocialEvent', 'Festival', 'ExhibitionEvent', 'TheaterEvent', 'ChildrensEvent', 'EducationEvent')
      assert.ok(ld, 'an Event')
      for (const key of ['name', 'startDate', 'location', 'eventStatus']) assert.ok(ld[key], key)
      assert.ok(instant.test(ld.startDate) || day.test(ld.startDate), ld.startDate)
      const where = [ld.location].flat()[0]
      assert.ok(where.name || where.address, 'a location with a name or address')
    })
  }
  test('service', async () => {
    const ld = of(await read('service'), 'GovernmentService')
    assert.ok(ld, 'a GovernmentService')
    for (const key of ['name', 'serviceOperator', 'areaServed']) assert.ok(ld[key] ?? ld.provider, key)
  })
})
