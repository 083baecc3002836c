// The list of page types, with the address of each in every language. Path
// words are typed in here from the specification, so that a changed word is
// noticed; slugs are read from the running demo.
import { everyItem, firstLang, json, request, url } from './site.mjs'

export const languages = ['de', 'da', 'en']

const words = {
  beitraege: { da: 'artikler', en: 'articles' },
  orte: { da: 'steder', en: 'places' },
  veranstaltungen: { da: 'arrangementer', en: 'events' },
  leistungen: { da: 'ydelser', en: 'services' },
  organisationen: { da: 'organisationer', en: 'organisations' },
  suche: { da: 'soeg', en: 'search' },
  kontakt: { da: 'kontakt', en: 'contact' },
  impressum: { da: 'kolofon', en: 'imprint' },
  datenschutz: { da: 'privatliv', en: 'privacy' },
  barrierefreiheit: { da: 'tilgaengelighed', en: 'accessibility' },
  datenquellen: { da: 'datakilder', en: 'sources' },
  gebaerdensprache: { da: 'tegnsprog', en: 'sign-language' },
}
const lastWords = {
  melden: { da: 'indsend', en: 'submit' },
  'fehler-melden': { da: 'meld-fejl', en: 'report' },
  programm: { da: 'program', en: 'programme' },
}

/** The address of a German path in another language, on a given portal. */
export function localPath(host, path, lang) {
  const [, first, rest] = path.match(/^\/([^/?.]*)(.*)$/)
  const word = lang === 'de' ? first : (words[first]?.[lang] ?? first)
  const prefix = lang === firstLang(host) ? '' : `/${lang}`
  const tail = rest.replace(/\/(melden|fehler-melden|programm)(?=$|\?)/, (_, last) => `/${lastWords[last][lang] ?? last}`)
  return `${prefix}/${word}${tail}`
}

const need = (value, what) => {
  if (value === undefined) throw new Error(`the demo has no ${what}: its pages cannot be checked`)
  return value
}

/** German path of an item from its absolute address. */
const path = (address) => new URL(address).pathname

let known
/** The page types; read once per process. */
export function pageTypes() {
  known ??= discover()
  return known
}

async function discover() {
  const host = 'handewitt'
  const own = (item) => item.portal === host && item.lang === 'de' && new URL(item.url).host === new URL(url(host)).host
  const articles = (await json(url(host, '/beitraege.json?anzahl=100'))).items.filter(own)
  const places = (await everyItem(url(host, '/orte.json?anzahl=100'))).filter(own)
  const events = (await json(url(host, '/veranstaltungen.json?anzahl=100'))).items.filter(own)

  const article = need(articles[0], 'article')
  const stop = need(places.find((p) => /halte|stop/.test(p.category)), 'bus stop')
  const place = need(places.find((p) => p.phone && p !== stop && p.category !== stop.category), 'place with a phone')
  const event = need(events[0], 'event')
  const organisation = need((await everyItem(url(host, '/organisationen.json'))).find(own), 'organisation')
  const services = await everyItem(url(host, '/leistungen.json'))
  const service = need(services.find((s) => s.url.includes('sozialpass')), 'service "Sozialpass"')
  const word = encodeURIComponent(place.title.split(' ')[0])

  const types = [
    { name: 'home', path: '/' },
    { name: 'article-list', path: '/beitraege' },
    { name: 'article', path: path(article.url) },
    { name: 'place-list', path: '/orte' },
    { name: 'place-list-filtered', path: `/orte?kategorie=${place.category}` },
    { name: 'place-list-empty', path: '/orte?q=xqzvwy' },
    { name: 'place', path: path(place.url) },
    { name: 'stop', path: path(stop.url) },
    { name: 'event-list', path: '/veranstaltungen' },
    { name: 'event-month', path: '/veranstaltungen?ansicht=monat&region=alle' },
    { name: 'event-week', path: '/veranstaltungen?ansicht=woche&kostenlos=ja' },
    { name: 'programme', path: '/veranstaltungen/programm' },
    { name: 'event', path: path(event.url) },
    { name: 'event-date', path: path(need(event.date_url, 'date address of an event')) },
    { name: 'organisation', path: path(organisation.url) },
    { name: 'service', path: path(service.url), host: service.portal },
    { name: 'organisation-list', path: '/organisationen' },
    { name: 'service-list', path: '/leistungen' },
    { name: 'submit-event', path: '/veranstaltungen/melden' },
    { name: 'submit-event-errors', path: '/veranstaltungen/melden', sends: true, status: 422 },
    { name: 'submit-place', path: '/orte/melden' },
    { name: 'report-error', path: `${path(place.url)}/fehler-melden` },
    { name: 'sign-language', path: '/gebaerdensprache' },
    { name: 'search', path: '/suche' },
    { name: 'search-hits', path: `/suche?q=${word}` },
    { name: 'search-empty', path: '/suche?q=xqzvwy' },
    { name: 'contact', path: '/kontakt' },
    { name: 'contact-errors', path: '/kontakt', sends: true, status: 422 },
    { name: 'imprint', path: '/impressum' },
    { name: 'privacy', path: '/datenschutz' },
    { name: 'accessibility', path: '/barrierefreiheit' },
    { name: 'sources', path: '/datenquellen' },
    { name: 'not-found', path: '/orte/gibt-es-nicht', status: 404 },
    { name: 'bad-filter', path: '/orte?seite=kein', status: 400 },
    { name: 'article-print', path: path(article.url), media: 'print' },
    { name: 'home-leicht', path: '/leicht/', langs: ['de'] },
    { name: 'misdirected', path: '/', host: 'unbekannt', status: 421, langs: ['de'], plain: true },
    { name: 'home-aabenraa', path: '/', host: 'aabenraa' },
  ]
  return types.map((t) => ({ host, langs: languages, status: 200, media: 'screen', ...t }))
}

/** The absolute address of a page type in a language. */
export const addressOf = (type, lang) => url(type.host, localPath(type.host, type.path, lang))

/** The raw HTML of a page type, as a visitor without script gets it. */
export async function fetchPage(type, lang) {
  const address = addressOf(type, lang)
  // A form's steps, and what is wrong with one, stand under addresses of their own.
  const res = await (type.sends ? post(address) : request(address))
  return res.status === 303 ? request(new URL(res.headers.location, address).href) : res
}

function post(address) {
  return request(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: new URL(address).origin },
    body: '',
  })
}
