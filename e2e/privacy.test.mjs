// A visitor's page asks nobody else, sets no cookie and stores nothing, and says
// so in its headers.
import test, { after, before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { launch, look, open } from './lib/browser.mjs'
import { tags } from './lib/markup.mjs'
import { addressOf, fetchPage, pageTypes } from './lib/pages.mjs'
import { get, port, portals, request, url } from './lib/site.mjs'

const require = createRequire(import.meta.url)
const { CspEvaluator } = require('csp_evaluator/dist/evaluator.js')
const { CspParser } = require('csp_evaluator/dist/parser.js')
const { Severity } = require('csp_evaluator/dist/finding.js')

const types = await pageTypes()
const own = (address) => {
  const target = new URL(address)
  return target.protocol === 'data:' || (target.port === String(port) && /(^|\.)localhost$/.test(target.hostname))
}

describe('in the browser', { concurrency: 4 }, () => {
  let browser
  before(async () => { browser = await launch() })
  after(() => browser.close())

  for (const type of types) {
    test(`${type.name} asks no foreign host and leaves nothing behind`, async () => {
      const context = await browser.newContext(look())
      try {
        const foreign = []
        const errors = []
        context.on('request', (r) => { if (!own(r.url())) foreign.push(r.url()) })
        const tab = await context.newPage()
        tab.on('console', (m) => { if (m.type() === 'error') errors.push(m.text()) })
        tab.on('pageerror', (e) => errors.push(String(e)))
        await open(tab, type, type.langs[0])
        await tab.mouse.wheel(0, 20_000) // lazy pictures ask now
        await tab.waitForLoadState('networkidle')
        assert.deepEqual(foreign, [])
        assert.deepEqual(await context.cookies(), [])
        const kept = await tab.evaluate(async () => ({
          local: localStorage.length,
          session: sessionStorage.length,
          databases: (await indexedDB.databases()).length,
          caches: (await caches.keys()).length,
          workers: (await navigator.serviceWorker.getRegistrations()).length,
        }))
        assert.deepEqual(kept, { local: 0, session: 0, databases: 0, caches: 0, workers: 0 })
        // an answer of 4xx is itself reported on the console, and is expected here
        assert.deepEqual(errors.filter((e) => !/status of 4\d\d/.test(e)), [])
      } finally {
        await context.close()
      }
    })
  }
})

/** What every answer says about itself. */
function checkHeaders(res) {
  const h = res.headers
  assert.equal(h['set-cookie'], undefined, 'no cookie')
  assert.equal(h['x-content-type-options'], 'nosniff')
  assert.match(h['referrer-policy'] ?? '', /^(no-referrer|same-origin)$/)
  assert.equal(h['cross-origin-opener-policy'], 'same-origin')
  assert.match(h['cross-origin-resource-policy'] ?? '', /^(same-origin|same-site|cross-origin)$/)
  assert.match(h['permissions-policy'] ?? '', /camera=\(\)/)
  assert.match(h['permissions-policy'] ?? '', /microphone=\(\)/)
  assert.equal(h.server, undefined, 'no Server header')
  assert.equal(h['x-powered-by'], undefined)
}

function checkPolicy(res) {
  const policy = res.headers['content-security-policy'] ?? ''
  const directives = Object.fromEntries(policy.split(';').map((d) => d.trim()).filter(Boolean).map((d) => {
    const [name, ...values] = d.split(/\s+/)
    return [name, values]
  }))
  assert.deepEqual(directives['default-src'], ["'none'"], policy)
  assert.deepEqual(directives['frame-ancestors'], ["'none'"], policy)
  assert.deepEqual(directives['base-uri'], ["'none'"], policy)
  for (const [name, values] of Object.entries(directives)) {
    for (const value of values) {
      if (name.startsWith('require-trusted-types') || name === 'trusted-types') continue
      assert.ok(["'self'", "'none'"].includes(value) || (name === 'img-src' && ['data:', 'blob:'].includes(value)), `${name} ${value}`)
    }
  }
  const findings = new CspEvaluator(new CspParser(policy).csp).evaluate()
  const bad = findings.filter((f) => f.severity < Severity.STRICT_CSP)
  assert.deepEqual(bad.map((f) => `${f.directive}: ${f.description}`), [])
}

describe('headers and markup of every page type', () => {
  for (const type of types) {
    for (const lang of type.langs) {
      test(`${type.name} ${lang}`, async () => {
        const res = await fetchPage(type, lang)
        assert.equal(res.status, type.status, `${addressOf(type, lang)}: ${res.text.slice(0, 300)}`)
        checkHeaders(res)
        checkPolicy(res)
        for (const tag of tags(res.text)) {
          assert.notEqual(tag.name, 'style', 'no style element')
          assert.ok(!('style' in tag.attributes), `style attribute: ${tag.raw}`)
          const handler = Object.keys(tag.attributes).find((name) => /^on/.test(name))
          assert.equal(handler, undefined, `inline handler: ${tag.raw}`)
          if (tag.name === 'script') assert.ok(tag.attributes.src || tag.attributes.type === 'application/ld+json', `inline script: ${tag.raw}`)
          assert.ok(!['iframe', 'object', 'embed'].includes(tag.name), tag.raw)
          const loaded = tag.name === 'link' && !/\b(canonical|alternate|license|author|help|search|next|prev|me)\b/.test(tag.attributes.rel ?? '')
            ? [tag.attributes.href]
            : tag.name === 'form'
              ? [tag.attributes.action]
              : [tag.attributes.src, tag.attributes.poster, ...(tag.attributes.srcset ?? '').split(',').map((s) => s.trim().split(' ')[0])]
          for (const address of loaded.filter(Boolean)) {
            assert.ok(own(new URL(address, res.address)), `foreign address in ${tag.raw}`)
          }
          assert.ok(!/\b(dns-prefetch|preconnect|prefetch|prerender)\b/.test(tag.attributes.rel ?? ''), tag.raw)
        }
      })
    }
  }
})

describe('headers of everything else', () => {
  const routes = [
    '/beitraege.json', '/beitraege.csv', '/beitraege.rss', '/orte.json', '/orte.csv', '/orte.geojson',
    '/veranstaltungen.json', '/veranstaltungen.csv', '/veranstaltungen.geojson', '/veranstaltungen.ics', '/veranstaltungen.rss',
    '/sitemap.xml', '/robots.txt', '/.well-known/security.txt', '/healthz', '/readyz', '/redaktion', '/suche.json?q=a',
    '/gibt-es-nicht', '/orte.json?seite=kein', '/artikel/lesen/gibt-es-nicht.html',
  ]
  for (const route of routes) {
    test(route, async () => {
      const res = await get('handewitt', route)
      assert.ok(res.status < 500, `${res.status}`)
      checkHeaders(res)
    })
  }

  test('assets: typed, kept for a year, without a cookie', async () => {
    for (const host of portals) {
      const home = await get(host, '/')
      const files = [...tags(home.text)]
        .filter((t) => (t.name === 'link' && /stylesheet|preload|icon/.test(t.attributes.rel)) || (t.name === 'script' && t.attributes.src))
        .map((t) => new URL(t.attributes.href ?? t.attributes.src, home.address).href)
      assert.ok(files.length >= 2, `${host}: style sheets are linked`)
      for (const file of new Set(files)) {
        const res = await request(file)
        assert.equal(res.status, 200, file)
        checkHeaders(res)
        assert.match(res.headers['cache-control'] ?? '', /immutable/, file)
      }
    }
  })

  test('methods that nobody needs are refused', async () => {
    for (const method of ['PUT', 'DELETE', 'TRACE', 'PATCH']) {
      const res = await get('handewitt', '/orte', { method })
      assert.ok([400, 403, 404, 405].includes(res.status), `${method}: ${res.status}`)
      checkHeaders(res)
    }
  })

  test('a form sent from another site is refused', async () => {
    for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, { Origin: url('flensburg', '') }]) {
      const res = await get('handewitt', '/kontakt', { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, body: 'name=A' })
      assert.equal(res.status, 403, JSON.stringify(headers))
    }
  })
})
