// The running demo as the checks see it: host names, requests by Host header,
// and what the program printed when it started.
import http from 'node:http'
import { readFileSync } from 'node:fs'

export const port = Number(process.env.E2E_PORT)
if (!port) throw new Error('E2E_PORT is not set: start the checks with "node run.mjs"')

/** The portals of the demo, by host label. */
export const portals = ['handewitt', 'flensburg', 'harrislee', 'gluecksburg', 'schleswig-flensburg', 'aabenraa']

/** First language of each portal: the one whose addresses have no prefix. */
export const firstLang = (host) => (host === 'aabenraa' ? 'da' : 'de')

export const origin = (host) => `http://${host}.localhost:${port}`
export const url = (host, path = '/') => origin(host) + path

/** Everything the demo printed on standard output until now. */
export const printed = () => readFileSync(process.env.E2E_LOG, 'utf8')

/** One request to the server, with the Host header of the address. */
export function request(address, { method = 'GET', headers = {}, body } = {}) {
  const target = new URL(address)
  return new Promise((resolve, reject) => {
    const req = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: target.pathname + target.search,
        headers: { Host: target.host, ...headers },
        timeout: 20_000,
        agent: false,
      },
      (res) => {
        const chunks = []
        res.on('data', (c) => chunks.push(c))
        res.on('error', reject)
        res.on('end', () => {
          const raw = Buffer.concat(chunks)
          resolve({ address, status: res.statusCode, headers: res.headers, raw, text: raw.toString('utf8') })
        })
      },
    )
    req.on('timeout', () => req.destroy(new Error(`no answer within 20 s: ${address}`)))
    req.on('error', reject)
    req.end(body)
  })
}

export const get = (host, path, options) => request(url(host, path), options)

/** A JSON document that must be there. */
export async function json(address) {
  const res = await request(address)
  if (res.status !== 200) throw new Error(`${address}: ${res.status} instead of 200`)
  return JSON.parse(res.text)
}

/** All entries of a JSON list, following "next" to the end (bounded). */
export async function everyItem(address) {
  const items = []
  let pages = 0
  for (let next = address; next; ) {
    const list = await json(next)
    items.push(...list.items)
    if (++pages > 200) throw new Error(`${address}: more than 200 pages`)
    next = list.next
  }
  return items
}
