// Reads tiles of an archive with the readers that browsers use:
//
//   node read.mjs FILE < tiles.txt      one "z x y" a line
//
// The first line of the answer is the header and the metadata, then one line of
// JSON a tile: per layer the features, their positions, the polygons that the
// reader sees, and all tags in one text.
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { PMTiles } from 'pmtiles';
import { VectorTile, classifyRings } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

class FileSource {
  constructor(name, handle) {
    this.name = name;
    this.handle = handle;
  }
  getKey() {
    return this.name;
  }
  async getBytes(offset, length) {
    const b = new Uint8Array(length);
    const { bytesRead } = await this.handle.read(b, 0, length, offset);
    return { data: b.buffer.slice(0, bytesRead) };
  }
}

function describe(layer) {
  const out = { features: layer.length, extent: layer.extent, positions: 0, polygons: 0, tags: [] };
  for (let i = 0; i < layer.length; i++) {
    const f = layer.feature(i);
    const rings = f.loadGeometry();
    for (const r of rings) out.positions += r.length;
    // the reader repeats the first position of a ring at its end
    if (f.type === 3) out.positions -= rings.length;
    if (f.type === 3) out.polygons += classifyRings(rings).length;
    out.tags.push(Object.entries(f.properties).map(([k, v]) => `${k}=${v}`).sort().join('|'));
  }
  return out;
}

const handle = await open(process.argv[2]);
const archive = new PMTiles(new FileSource(process.argv[2], handle));
const h = await archive.getHeader();
const lines = [JSON.stringify({
  spec: h.specVersion, type: h.tileType, min: h.minZoom, max: h.maxZoom, addressed: h.numAddressedTiles, contents: h.numTileContents,
  west: h.minLon, south: h.minLat, east: h.maxLon, north: h.maxLat, metadata: await archive.getMetadata(),
})];
for await (const line of createInterface({ input: process.stdin })) {
  const [z, x, y] = line.split(' ').map(Number);
  const found = await archive.getZxy(z, x, y);
  const layers = {};
  if (found) {
    const t = new VectorTile(new PbfReader(new Uint8Array(found.data)));
    for (const [name, layer] of Object.entries(t.layers)) layers[name] = describe(layer);
  }
  lines.push(JSON.stringify({ z, x, y, found: Boolean(found), layers }));
}
await handle.close();
process.stdout.write(lines.join('\n') + '\n');
