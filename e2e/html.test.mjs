// Two independent judges of the markup: html-validate page by page, and the Nu
// checker over everything at once, style sheets and pictures included.
import test, { before, describe } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { HtmlValidate } from 'html-validate'
import { tags } from './lib/markup.mjs'
import { fetchPage, pageTypes } from './lib/pages.mjs'
import { portals, request, url } from './lib/site.mjs'

const folder = path.join(import.meta.dirname, 'out', 'html')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:standard'],
  rules: {
    // Numbers keep the spaces of DIN 5008; the style sheet keeps them on one line.
    'tel-non-breaking': 'off',
    // templ writes the doctype in lower case.
    'doctype-style': ['error', { style: 'lowercase' }],
    // VoiceOver forgets that a list without bullets is one, unless told.
    'no-redundant-role': 'off',
  },
})

const types = await pageTypes()
const pages = types.filter((t) => t.media === 'screen').flatMap((type) => type.langs.map((lang) => ({ type, lang })))

describe('html-validate', { concurrency: 2 }, () => {
  for (const { type, lang } of pages) {
    test(`${type.name} ${lang}`, async () => {
      const res = await fetchPage(type, lang)
      assert.equal(res.status, type.status, res.address)
      assert.match(res.headers['content-type'], /^text\/html; charset=utf-8$/i)
      writeFileSync(path.join(folder, `${type.name}-${lang}.html`), res.raw)
      const report = await validator.validateString(res.text, res.address)
      const found = report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message} ${m.selector ?? ''}`)
      assert.deepEqual(found, [])
    })
  }
})

describe('every page says what it is', () => {
  const titles = new Map()
  for (const { type, lang } of pages) {
    test(`${type.name} ${lang}`, async () => {
      const { text: html, address } = await fetchPage(type, lang)
      const all = [...tags(html)]
      const one = (name) => all.filter((t) => t.name === name)
      assert.equal(one('h1').length, 1, 'one h1')
      assert.equal(one('main').length, 1, 'one main')
      assert.ok(one('meta').some((t) => t.attributes.name === 'viewport' && !/maximum-scale|user-scalable/.test(t.attributes.content)))
      const title = html.match(/<title>([^<]+)<\/title>/)?.[1]
      assert.ok(title, 'a title')
      if (type.sends) assert.match(title, { de: /^Fehler:/, da: /^Fejl:/, en: /^Error:/ }[lang])
      const tag = one('html')[0].attributes.lang
      assert.equal(tag, type.name === 'home-leicht' ? 'de-simple' : lang)
      if (type.plain) return
      const where = new URL(address).host + new URL(address).pathname
      const other = titles.get(`${tag} ${title}`)
      assert.ok(other === undefined || other === where, `"${title}" is the title of ${other} too`)
      titles.set(`${tag} ${title}`, where)
      // what a search engine is told to leave out needs no words for it
      if (type.status === 200 && !one('meta').some((t) => t.attributes.name === 'robots' && t.attributes.content.includes('noindex'))) {
        assert.ok(one('meta').some((t) => t.attributes.name === 'description' && t.attributes.content.length > 10), 'a description')
        const canonical = one('link').filter((t) => t.attributes.rel === 'canonical')
        assert.equal(canonical.length, 1, 'one canonical address')
        assert.ok(URL.canParse(canonical[0].attributes.href), 'canonical is absolute')
      }
    })
  }
})

/** What the checker's CSS rules are too old for; browsers have it since 2023. */
const newerCSS = [/^CSS: Unrecognized at-rule “@(view-transition|container)”/, /^CSS: “container-(type|name)”: Property/]

describe('the Nu checker', () => {
  const messages = []
  before(async () => {
    // style sheets and pictures as the pages link them, by every portal
    const seen = new Set()
    for (const host of portals) {
      for (const page of ['/', '/orte', '/veranstaltungen', '/beitraege']) {
        const res = await request(url(host, host === 'aabenraa' ? `/de${page}` : page))
        for (const { attributes } of tags(res.text)) {
          for (const ref of [attributes.href, attributes.src, ...(attributes.srcset ?? '').split(',')].filter(Boolean)) {
            const file = new URL(ref.trim().split(' ')[0], res.address)
            const ending = file.pathname.match(/\.(css|svg)$/)?.[1]
            if (!ending || seen.has(file.href) || file.port !== new URL(res.address).port) continue
            seen.add(file.href)
            const asset = await request(file.href)
            assert.equal(asset.status, 200, file.href)
            // the checker does not know container units; viewport units stand where they may
            const content = ending === 'css' ? asset.text.replace(/(?<=\d)cq(i|b|w|h|min|max)\b/g, 'v$1') : asset.raw
            writeFileSync(path.join(folder, path.basename(file.pathname)), content)
          }
        }
      }
    }
    assert.ok([...seen].some((f) => f.includes('.css')), 'style sheets were found')
    const jar = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar')
    const run = spawnSync('java', ['-Xss2m', '-jar', jar, '--errors-only', '--also-check-css', '--also-check-svg', '--format', 'json', folder], { encoding: 'utf8', maxBuffer: 1 << 28 })
    if (run.error) throw new Error(`java is needed: ${run.error.message}`)
    messages.push(...JSON.parse(run.stderr).messages)
  })

  for (const kind of ['html', 'css', 'svg']) {
    test(`finds no error in ${kind}`, () => {
      const found = messages
        .filter((m) => (m.url ?? '').endsWith(`.${kind}`) && !newerCSS.some((known) => known.test(m.message)))
        .map((m) => `${path.basename(m.url)}:${m.lastLine ?? '?'} ${m.message} | ${(m.extract ?? '').replace(/\s+/g, ' ').slice(0, 160)}`)
      assert.deepEqual([...new Set(found)], [])
    })
  }

  test('says nothing else', () => {
    assert.deepEqual(messages.filter((m) => !/\.(html|css|svg)$/.test(m.url ?? '')).map((m) => m.message), [])
  })
})
