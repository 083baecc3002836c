// Chromium as the checks use it: Debian's build, headless, with nothing that
// talks to the outside by itself.
import { chromium } from 'playwright-core'
import { existsSync } from 'node:fs'
import { addressOf } from './pages.mjs'

const candidates = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export async function launch() {
  const executablePath = candidates.find((path) => path && existsSync(path))
  if (!executablePath) throw new Error('no Chromium found: apt-get install chromium, or set CHROME_PATH')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  })
}

/** Options of a context for a width, a colour scheme and a language. */
export function look({ width = 390, scheme = 'light', lang = 'de', script = true } = {}) {
  return {
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    locale: { de: 'de-DE', da: 'da-DK', en: 'en-GB' }[lang],
    timezoneId: 'Europe/Berlin',
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
  }
}

/**
 * Opens a page type in a tab and answers with the response of the document. A
 * type that sends something fills nothing in and submits the page's main form.
 */
export async function open(tab, type, lang) {
  await tab.emulateMedia({ media: type.media })
  let response = await tab.goto(addressOf(type, lang), { waitUntil: 'load' })
  if (type.sends) {
    response = await submit(tab, 'main form[method="post"]')
  }
  return response
}

/** Submits a form as it stands, past the browser's own checks. */
export async function submit(tab, selector) {
  const form = tab.locator(selector).first()
  await form.evaluate((f) => { f.noValidate = true })
  const [response] = await Promise.all([
    tab.waitForNavigation({ waitUntil: 'load' }),
    form.locator('button[type="submit"], button:not([type])').first().click(),
  ])
  return response
}

/** Runs work over items with several workers; the first error ends it. */
export async function pool(size, items, work) {
  const queue = [...items]
  await Promise.all(
    Array.from({ length: Math.min(size, queue.length) }, async (_, worker) => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item, worker)
    }),
  )
}

/** Answers a form of several steps, and gives the response of the page after the last button. */
export async function steps(tab, answers) {
  let response
  for (const step of answers) {
    for (const [name, value] of Object.entries(step)) {
      const field = tab.locator(`main form [name="${name}"]`)
      const kind = await field.first().evaluate((f) => (f.tagName === 'INPUT' ? f.type : f.tagName))
      const folded = await field.first().evaluateHandle((f) => f.closest('details'))
      await folded.evaluate((d) => { if (d) d.open = true })
      if (kind === 'radio' || kind === 'checkbox') await tab.locator(`main form [name="${name}"][value="${value}"]`).check()
      else if (kind === 'SELECT') await field.selectOption(value)
      else await field.fill(value)
    }
    ;[response] = await Promise.all([tab.waitForNavigation(), tab.locator('main form .tools button').first().click()])
  }
  return response
}

/** Sends the last step of a form after the time that a person needs to read it. */
export async function finish(tab) {
  await tab.waitForTimeout(1800)
  const [response] = await Promise.all([tab.waitForNavigation(), tab.locator('main form button.btn-wide').first().click()])
  return response
}
