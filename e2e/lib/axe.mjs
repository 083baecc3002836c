// axe-core on the page that a tab shows.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * One line per violation: rule, what it wants, and the elements it found. Paper
 * has no landmarks to jump between, so that rule is left out for print.
 */
export async function violations(tab, media = 'screen') {
  await tab.evaluate(source)
  const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], rules: { region: { enabled: media !== 'print' } } }
  const result = await tab.evaluate((o) => globalThis.axe.run(document, o), options)
  if (result.passes.length === 0) throw new Error('axe checked nothing')
  return result.violations.map((v) => `${v.id} (${v.impact}): ${v.help}\n${v.nodes.slice(0, 5).map((n) => `      ${n.target.flat().join(' ')}  ${n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? ''}`).join('\n')}`)
}
