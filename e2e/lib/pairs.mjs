// Pairwise covering sets: the fewest rows (greedily) in which every pair of
// values of two different columns occurs together at least once.

/**
 * @param {Object<string, any[]>} columns  values per column
 * @param {(row: object) => boolean} possible  rows that can exist
 * @param {object[]} given  rows that are run anyway; their pairs count as covered
 */
export function pairwise(columns, possible = () => true, given = []) {
  const names = Object.keys(columns)
  let all = [{}]
  for (const name of names) all = all.flatMap((row) => columns[name].map((value) => ({ ...row, [name]: value })))
  all = all.filter(possible)

  const pairsOf = (row) => {
    const pairs = []
    for (let i = 0; i < names.length; i++)
      for (let j = i + 1; j < names.length; j++)
        pairs.push([names[i], columns[names[i]].indexOf(row[names[i]]), names[j], columns[names[j]].indexOf(row[names[j]])].join('|'))
    return pairs
  }
  const open = new Set(all.flatMap(pairsOf))
  for (const row of given) for (const pair of pairsOf(row)) open.delete(pair)

  const rows = []
  while (open.size > 0) {
    let best, gain = -1
    for (const row of all) {
      const n = pairsOf(row).filter((pair) => open.has(pair)).length
      if (n > gain) [best, gain] = [row, n]
    }
    rows.push(best)
    for (const pair of pairsOf(best)) open.delete(pair)
  }
  return rows
}

/** Every combination, for the full grid. */
export function grid(columns, possible = () => true) {
  let all = [{}]
  for (const name of Object.keys(columns)) all = all.flatMap((row) => columns[name].map((value) => ({ ...row, [name]: value })))
  return all.filter(possible)
}
