// The little script that makes a page handier, and the map, which only comes
// where one is shown; no page needs either.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const entries = [['site.js', 'js/site.js'], ['map.js', 'js/map/main.js'], ['proof.js', 'js/proof-worker.js']];

/** @returns {Promise<[string, Buffer][]>} */
export async function scripts(web) {
  const all = [];
  for (const [name, entry] of entries) {
    const result = await build({
      entryPoints: [fileURLToPath(new URL(entry, web))],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      legalComments: 'eof',
      write: false,
      logLevel: 'warning',
    });
    all.push([name, Buffer.from(result.outputFiles[0].text)]);
  }
  return [...all, ['map-worker.js', worker()]];
}

/** MapLibre's worker as it was published: one file that imports nothing. */
function worker() {
  const text = readFileSync(require.resolve('maplibre-gl/dist/maplibre-gl-worker.mjs'), 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
  if (/\bimport\s*[\w{*'"][^(]*?\bfrom\b\s*['"]\.?\//.test(text)) throw new Error('the worker imports a file: bundle it');
  return Buffer.from(text);
}

/** The terms under which the map's scripts may be passed on. */
export const mapLicences = () =>
  Buffer.concat([
    Buffer.from('map.js and map-worker.js hold MapLibre GL JS:\n\n'),
    licence('maplibre-gl', 'LICENSE.txt'),
    Buffer.from('\nmap.js holds PMTiles, Copyright 2021 Protomaps LLC, under the same three clauses, and fflate:\n\n'),
    licence('fflate', 'LICENSE'),
  ]);

const licence = (name, file) => readFileSync(new URL(`../node_modules/${name}/${file}`, import.meta.url));
