// The style: quiet paper in the portal's colours, light or dark. It knows the
// layers of our own archives and the names that common foreign ones have.
import { colours } from './colours.js';

const source = 'map';
const kind = (...values) => ['in', ['get', 'kind'], ['literal', values]];
const grow = (...stops) => ['interpolate', ['exponential', 1.6], ['zoom'], ...stops];

export function style(host, key, header, meta) {
  const c = colours(host);
  const known = (meta?.vector_layers ?? []).map((l) => l.id);
  const all = layers(c, host.dataset.lang).filter((l) => known.length === 0 || known.includes(l['source-layer']));
  const sea = known.includes('land') || known.includes('earth'); // where nothing is drawn is water
  return {
    version: 8,
    // without an address of glyphs letters are drawn from the page's own font
    sources: { [source]: { type: 'vector', tiles: [`pmtiles://${key}/{z}/{x}/{y}`], minzoom: header.minZoom, maxzoom: header.maxZoom, bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat] } },
    layers: [{ id: 'ground', type: 'background', paint: { 'background-color': sea ? c.sea : c.land } }, ...all],
  };
}

function layers(c, lang) {
  let n = 0;
  const layer = (type, from, more) => ({ id: `${from}-${n++}`, type, source, 'source-layer': from, ...more });
  const fill = (from, colour, filter, minzoom = 0) => layer('fill', from, { minzoom, filter: ['all', ['==', ['geometry-type'], 'Polygon'], filter ?? true], paint: { 'fill-color': colour } });
  const line = (from, colour, width, filter, more = {}) =>
    layer('line', from, { minzoom: more.minzoom ?? 0, filter: filter ?? true, layout: { 'line-join': 'round', 'line-cap': more.dash ? 'butt' : 'round' }, paint: { 'line-color': colour, 'line-width': width, ...(more.dash && { 'line-dasharray': more.dash }) } });
  const major = kind('motorway', 'trunk', 'primary', 'highway', 'major_road');
  const middle = kind('secondary', 'tertiary', 'medium_road');
  const minor = kind('minor', 'pedestrian', 'service', 'minor_road');
  const road = { major: grow(6, 0.8, 10, 2, 14, 6, 18, 26), middle: grow(8, 0.5, 12, 2, 14, 4.5, 18, 22), minor: grow(11, 0.4, 13, 1.2, 15, 4, 18, 16) };
  const wider = (stops) => stops.map((v, i) => (i > 3 && i % 2 === 0 ? v + 1.6 : v));
  const green = ['wood', 'forest', 'park', 'cemetery', 'nature_reserve', 'heath'];
  return [
    ...['land', 'earth'].map((from) => fill(from, c.land)),
    fill('landuse', c.field, kind('field', 'farmland', 'grass', 'sport', 'pitch', 'meadow', 'wetland', 'sand')),
    fill('landuse', c.wood, kind(...green)),
    fill('landuse', c.built, kind('residential', 'industrial', 'public')),
    fill('water', c.sea),
    line('water', c.sea, grow(8, 0.6, 14, 3, 18, 12), ['all', ['==', ['geometry-type'], 'LineString'], kind('river', 'canal')]),
    line('water', c.sea, grow(11, 0.4, 14, 1.4, 18, 5), ['all', ['==', ['geometry-type'], 'LineString'], kind('stream')], { minzoom: 11 }),
    fill('buildings', c.house, true, 13),
    ...['boundaries', 'gemeinden', 'kommuner'].map((from) => line(from, c.control, grow(6, 0.5, 12, 1.2), ['!', kind('country')], { dash: [4, 3] })),
    line('boundaries', c.control, grow(5, 1, 12, 2.4), kind('country'), { dash: [6, 2, 1, 2] }),
    line('roads', c['road-line'], wider(road.minor), minor, { minzoom: 12 }),
    line('roads', c['road-line'], wider(road.middle), middle),
    line('roads', c['road-line'], wider(road.major), major),
    line('roads', c['road-line'], grow(13, 0.8, 18, 3), kind('path', 'track'), { minzoom: 13, dash: [3, 1.5] }),
    line('roads', c.road, road.minor, minor, { minzoom: 12 }),
    line('roads', c.road, road.middle, middle),
    line('roads', c.road, road.major, major),
    line('roads', c.control, grow(8, 0.5, 14, 1.4), kind('rail', 'tram'), { dash: [5, 3] }),
    line('roads', c.control, grow(8, 0.5, 14, 1), kind('ferry'), { dash: [3, 4] }),
    line('routes', c['accent-line'], grow(10, 0.6, 14, 1.6, 18, 4), true, { minzoom: 11 }),
    layer('circle', 'stops', { minzoom: 14, paint: { 'circle-radius': 3, 'circle-color': c['accent-line'], 'circle-stroke-color': c['page-bg'], 'circle-stroke-width': 1 } }),
    ...names(c, lang, layer),
  ];
}

/** Names of streets and of places, in the reader's language where known. */
function names(c, lang, layer) {
  const text = ['coalesce', ['get', `name:${lang}`], ['get', 'name']];
  const paint = (colour) => ({ 'text-color': colour, 'text-halo-color': c['page-bg'], 'text-halo-width': 1.6 });
  const place = (filter, size, font, colour, minzoom = 0) =>
    layer('symbol', 'places', {
      minzoom,
      filter: ['all', ['==', ['geometry-type'], 'Point'], filter],
      layout: { 'text-field': text, 'text-font': [font], 'text-size': size, 'text-max-width': 8, 'text-padding': 6, 'symbol-sort-key': ['to-number', ['get', 'rank'], 9] },
      paint: paint(colour),
    });
  const big = kind('city');
  const middle = kind('town', 'island', 'municipality');
  const small = kind('village', 'suburb');
  return [
    layer('symbol', 'roads', {
      minzoom: 13.5,
      filter: ['!', kind('rail', 'tram', 'ferry')],
      layout: { 'symbol-placement': 'line', 'text-field': text, 'text-font': ['Umland Text'], 'text-size': 13, 'symbol-spacing': 240 },
      paint: paint(c['ink-soft']),
    }),
    place(['!', ['any', big, middle, small]], 13, 'Umland Text', c['ink-soft'], 10),
    place(small, 14, 'Umland Text', c.ink, 8.5),
    place(middle, ['interpolate', ['linear'], ['zoom'], 7, 14, 12, 17], 'Umland Semibold', c.ink),
    place(big, ['interpolate', ['linear'], ['zoom'], 5, 15, 12, 20], 'Umland Semibold', c.ink),
  ];
}
