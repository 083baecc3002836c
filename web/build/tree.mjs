// Writes the built files with their packed forms, or compares them.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';

const packers = {
  '.br': {
    pack: (d) => brotliCompressSync(d, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: d.length } }),
    unpack: brotliDecompressSync,
  },
  '.gz': { pack: (d) => gzipSync(d, { level: 9 }), unpack: gunzipSync },
};

/** Text packs well; a WOFF2 font is packed already. */
export function packable(file) {
  return /\.(css|js|svg)$/.test(file);
}

export function brotliSize(data) {
  return packers['.br'].pack(data).length;
}

/** Writes what differs and removes what is left over in assets/. */
export function writeTree(out, files) {
  mkdirSync(new URL('assets/', out), { recursive: true });
  const keep = new Set();
  for (const [path, data] of files) {
    keep.add(path);
    put(new URL(path, out), data);
    for (const ending of forms(path)) {
      keep.add(path + ending);
      const packed = new URL(path + ending, out);
      // another zlib packs the same content into other bytes: leave those that unpack to the same
      if (!unpacksTo(packed, ending, data)) put(packed, packers[ending].pack(data));
    }
  }
  for (const path of present(out)) if (!keep.has(path)) rmSync(new URL(path, out));
}

/** @returns {string[]} what is wrong with the files in the tree, one line each */
export function compareTree(out, files) {
  const wrong = [];
  const keep = new Set();
  for (const [path, data] of files) {
    keep.add(path);
    if (!same(new URL(path, out), data)) wrong.push(`${path} is not what web/ makes`);
    for (const ending of forms(path)) {
      keep.add(path + ending);
      if (!unpacksTo(new URL(path + ending, out), ending, data)) wrong.push(`${path + ending} does not unpack to what web/ makes`);
    }
  }
  for (const path of present(out)) if (!keep.has(path)) wrong.push(`${path} is left over`);
  return wrong;
}

function forms(path) {
  return path.startsWith('assets/') && packable(path) ? Object.keys(packers) : [];
}

function present(out) {
  const folder = new URL('assets/', out);
  return existsSync(folder) ? readdirSync(folder).map((f) => `assets/${f}`) : [];
}

function same(url, data) {
  return existsSync(url) && readFileSync(url).equals(data);
}

function unpacksTo(url, ending, data) {
  if (!existsSync(url)) return false;
  try {
    return packers[ending].unpack(readFileSync(url)).equals(data);
  } catch {
    return false;
  }
}

function put(url, data) {
  if (!same(url, data)) writeFileSync(url, data);
}
