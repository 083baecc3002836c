// Which places share a mark at a scale. Knows no map and no document, so that
// it can be tried alone.

const high = 44; // pixels between two marks above each other: a finger finds each
const wide = 72; // and beside each other, because several numbers are wide
const world = 512; // pixels of the world at zoom 0

/** Web Mercator, the world from 0 to 1. */
export function mercator([lon, lat]) {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/**
 * Gathers features that would cover each other. Numbered ones come first, so
 * that a mark with numbers stands where its first place is.
 * @returns {{at: [number, number], members: object[]}[]}
 */
export function group(features, zoom) {
  const scale = world * 2 ** zoom;
  const groups = [];
  const cells = new Map();
  for (const f of features) {
    const [x, y] = mercator(f.geometry.coordinates).map((v) => v * scale);
    const [cx, cy] = [Math.floor(x / wide), Math.floor(y / high)];
    let best;
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const g of cells.get(`${cx + i} ${cy + j}`) ?? []) {
          const d = Math.hypot((g.x - x) / wide, (g.y - y) / high);
          if (d < 1 && (!best || d < best.d)) best = { g, d };
        }
      }
    }
    if (best) {
      best.g.members.push(f);
      continue;
    }
    const g = { x, y, at: f.geometry.coordinates, members: [f] };
    groups.push(g);
    const key = `${cx} ${cy}`;
    cells.set(key, [...(cells.get(key) ?? []), g]);
  }
  return groups.map(({ at, members }) => ({ at, members }));
}

/** True where no scale of the map separates the places. */
export function stacked(members, finest) {
  return group(members, finest).length === 1;
}

/** The smallest box around places: [west, south, east, north]. */
export function bounds(members) {
  const b = [180, 90, -180, -90];
  for (const { geometry: { coordinates: [lon, lat] } } of members) {
    b[0] = Math.min(b[0], lon);
    b[1] = Math.min(b[1], lat);
    b[2] = Math.max(b[2], lon);
    b[3] = Math.max(b[3], lat);
  }
  return b;
}

/**
 * What stands on a mark: 7, 3–5, "2, 9", or "2, 9 +4" where there are more
 * places than numbers fit. Numbers are in their order.
 */
export function markText(numbers, places) {
  if (numbers.length === 0) return places > 1 ? String(places) : '';
  const [first, last] = [numbers[0], numbers.at(-1)];
  const run = numbers.length > 1 && last - first === numbers.length - 1;
  const shown = run ? numbers.length : Math.min(numbers.length, 2);
  const head = run ? `${first}–${last}` : numbers.slice(0, 2).join(', ');
  return places > shown ? `${head} +${places - shown}` : head;
}
