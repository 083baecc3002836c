// Turns the land and the borders of Natural Earth (1:10 million, public
// domain, from the package world-atlas) into GeoJSON for the demo's map:
//
//   node land.mjs > land.geojson
//
// and adds the towns of places.json. Only what reaches into the box is kept;
// the builder takes the tiles of the region out of it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const box = [-12, 44, 32, 64]; // west, south, east, north: all that a tile of zoom 5 shows
// around the end of the Flensburg fjord, which Natural Earth does not know, the
// German municipalities alone are land
const fjord = [9.4, 54.7, 9.6, 54.838];
const require = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}`), 'utf8'));

// an arc is a list of steps in a grid; here it becomes degrees
function arcsOf({ arcs, transform: { scale, translate } }) {
  return arcs.map((steps) => {
    let x = 0, y = 0;
    return steps.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]].map((v) => Math.round(v * 1e5) / 1e5);
    });
  });
}

// a ring names its arcs; ~n is arc n the other way round
function ring(arcs, list) {
  return list.flatMap((n, i) => {
    const line = n < 0 ? [...arcs[~n]].reverse() : arcs[n];
    return i === 0 ? line : line.slice(1);
  });
}

const touches = (line) => {
  const xs = line.map((p) => p[0]), ys = line.map((p) => p[1]);
  const lowest = (list) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const highest = (list) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  return lowest(xs) < box[2] && highest(xs) > box[0] && lowest(ys) < box[3] && highest(ys) > box[1];
};

// the side of a ring where sign * coordinate is not below sign * limit
function half(ring, axis, limit, sign) {
  const out = [];
  ring.forEach((p, i) => {
    const q = ring[(i + ring.length - 1) % ring.length];
    const inside = (r) => sign * (r[axis] - limit) >= 0;
    if (inside(p) !== inside(q)) {
      const t = (limit - q[axis]) / (p[axis] - q[axis]);
      out.push([q[0] + t * (p[0] - q[0]), q[1] + t * (p[1] - q[1])]);
    }
    if (inside(p)) out.push(p);
  });
  return out;
}

// cuts a rectangle out of a polygon: what is west, east, south and north of it
function outside(rings, [west, south, east, north]) {
  const side = (list, ...cuts) => {
    const cut = list
      .map((ring) => cuts.reduce((r, [axis, limit, sign]) => half(r, axis, limit, sign), ring.slice(0, -1)))
      .map((ring) => (ring.length < 3 ? [] : [...ring, ring[0]]));
    return cut[0].length ? [cut.filter((ring) => ring.length)] : [];
  };
  const between = [[0, west, 1], [0, east, -1]];
  return [
    ...side(rings, [0, west, -1]), ...side(rings, [0, east, 1]),
    ...side(rings, ...between, [1, south, -1]), ...side(rings, ...between, [1, north, 1]),
  ];
}

function land() {
  const atlas = read('land-10m.json');
  const arcs = arcsOf(atlas);
  const polygons = atlas.objects.land.geometries.flatMap((g) => (g.type === 'Polygon' ? [g.arcs] : g.arcs));
  return polygons
    .map((rings) => rings.map((list) => ring(arcs, list)))
    .filter((rings) => touches(rings[0]))
    .map(([outer, ...holes]) => ({
      type: 'Feature',
      properties: { layer: 'land', kind: 'land' },
      geometry: { type: 'MultiPolygon', coordinates: outside([outer, ...holes.filter(touches)], fjord) },
    }));
}

// a border is an arc that two countries have
function borders() {
  const atlas = read('countries-10m.json');
  const arcs = arcsOf(atlas);
  const owners = new Map();
  for (const g of atlas.objects.countries.geometries) {
    for (const n of (g.arcs ?? []).flat(3)) {
      const arc = n < 0 ? ~n : n;
      owners.set(arc, (owners.get(arc) ?? new Set()).add(g.id));
    }
  }
  const shared = [...owners].filter(([arc, who]) => who.size > 1 && touches(arcs[arc])).map(([arc]) => arcs[arc]);
  return [{ type: 'Feature', properties: { layer: 'boundaries', kind: 'country' }, geometry: { type: 'MultiLineString', coordinates: shared } }];
}

function towns() {
  const list = JSON.parse(readFileSync(new URL('places.json', import.meta.url), 'utf8'));
  return list.map(([kind, name, lat, lon, other = {}]) => ({
    type: 'Feature',
    properties: { layer: 'places', kind, name, ...Object.fromEntries(Object.entries(other).map(([lang, text]) => [`name:${lang}`, text])) },
    geometry: { type: 'Point', coordinates: [lon, lat] },
  }));
}

process.stdout.write(JSON.stringify({ type: 'FeatureCollection', features: [...land(), ...borders(), ...towns()] }));
