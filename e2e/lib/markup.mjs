// Small readers of raw HTML for rules about what a page may not hold.

/** Every start tag with its attributes; comments, scripts' text left out. */
export function* tags(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<script\b[^>]*>)[\s\S]*?(<\/script>)/gi, '$1$2')
  for (const [raw, name, rest] of bare.matchAll(/<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/g)) {
    const attributes = {}
    for (const [, key, a, b, c] of rest.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g)) {
      attributes[key.toLowerCase()] = text(a ?? b ?? c ?? '')
    }
    yield { raw, name: name.toLowerCase(), attributes }
  }
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Text without character references. */
export function text(raw) {
  return raw.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, dec, hex, name) =>
    dec ? String.fromCodePoint(Number(dec)) : hex ? String.fromCodePoint(parseInt(hex, 16)) : (entities[name] ?? all))
}

/** Contents of the JSON-LD blocks of a page. */
export const jsonLD = (html) =>
  [...html.matchAll(/<script[^>]*type="application\/ld\+json"[^>]*>([\s\S]*?)<\/script>/g)].map(([, body]) => JSON.parse(body))
