// A tab that is watched: a page may run its script, but it asks nobody else and
// keeps nothing.
import assert from 'node:assert/strict'
import { launch, look } from './browser.mjs'
import { port } from './site.mjs'

/** Opens and closes a browser, and gives tabs that fail the test on a script error, a foreign request or anything kept. */
export function watched() {
  let browser

  async function withTab(options, work) {
    const context = await browser.newContext(look(options))
    const wrong = []
    const asked = []
    const tab = await context.newPage()
    context.on('request', (r) => {
      asked.push(new URL(r.url()).pathname)
      const { protocol, hostname, port: to } = new URL(r.url())
      if (protocol !== 'http:' || to !== String(port) || !/(^|\.)localhost$/.test(hostname)) wrong.push(r.url())
    })
    tab.on('pageerror', (e) => wrong.push(String(e)))
    tab.on('console', (m) => { if (m.type() === 'error' && !options.failing) wrong.push(m.text()) })
    tab.setDefaultTimeout(15_000)
    try {
      await work(tab, asked)
      assert.deepEqual(wrong, [])
      assert.deepEqual(await context.cookies(), [])
      const kept = await tab.evaluate(async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length + (await caches.keys()).length)
      assert.equal(kept, 0, 'nothing is stored')
    } finally {
      await context.close()
    }
  }

  return {
    open: async () => { browser = await launch() },
    close: () => browser.close(),
    withTab,
  }
}
