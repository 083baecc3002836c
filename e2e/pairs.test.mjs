// The covering sets of the grid are themselves checked: a hole in them would be
// a page that nobody looks at.
import test from 'node:test'
import assert from 'node:assert/strict'
import { grid, pairwise } from './lib/pairs.mjs'

test('every pair of values occurs, and given rows count', () => {
  const columns = { page: ['a', 'b', 'c', 'd'], lang: ['de', 'da', 'en'], scheme: ['light', 'dark'], width: [390, 1280] }
  const possible = (row) => !(row.page === 'd' && row.lang !== 'de')
  const given = columns.page.map((page) => ({ page, lang: 'de', scheme: 'light', width: 390 }))
  const rows = [...given, ...pairwise(columns, possible, given)]
  assert.ok(rows.every(possible))
  const names = Object.keys(columns)
  for (const wanted of grid(columns, possible)) {
    for (const a of names) {
      for (const b of names) {
        assert.ok(rows.some((row) => row[a] === wanted[a] && row[b] === wanted[b]), `${wanted[a]} with ${wanted[b]} is missing`)
      }
    }
  }
  assert.ok(rows.length < grid(columns, possible).length)
})
