// Builds the front end: styles, script, font, icons and pictures of web/ become
// the files in internal/ui that the program carries inside itself.
//
//   node web/build.mjs           writes them
//   node web/build.mjs --check   says which committed file is not what a fresh build makes
//
// The output is committed, so that `go build` needs no Node.
import { readFileSync } from 'node:fs';
import { styles } from './build/styles.mjs';
import { mapLicences, scripts } from './build/scripts.mjs';
import { font } from './build/font.mjs';
import { pictures } from './build/pictures.mjs';
import { iconsGo } from './build/icons.mjs';
import { assetsGo, manifest, named } from './build/names.mjs';
import { compareTree, writeTree } from './build/tree.mjs';

const here = new URL('./', import.meta.url);
const out = new URL('../internal/ui/', here);

async function build() {
  const text = named('umland-text.woff2', await font());
  const assets = [
    text,
    ...(await styles(here, text.file)).map(([name, data]) => named(name, data)),
    ...(await scripts(here)).map(([name, data]) => named(name, data)),
    named('icon.svg', readFileSync(new URL('static/icon.svg', here))),
    ...pictures(new URL('pictures/', here)).map(([name, data]) => named(`bild-${name}`, data)),
  ];
  const files = new Map();
  for (const a of assets) files.set(`assets/${a.file}`, a.data);
  files.set('assets/OFL.txt', readFileSync(new URL('static/OFL.txt', here)));
  files.set('assets/map-LICENSE.txt', mapLicences());
  files.set('assets/manifest.json', manifest(assets));
  files.set('assets_generated.go', assetsGo(assets));
  files.set('icons_generated.go', iconsGo(new URL('icons.json', here)));
  return { assets, files };
}

const { assets, files } = await build();
if (process.argv.includes('--check')) {
  const wrong = compareTree(out, files);
  for (const w of wrong) console.error(`internal/ui/${w}: run "node web/build.mjs"`);
  process.exit(wrong.length > 0 ? 1 : 0);
}
writeTree(out, files);
for (const a of assets) {
  console.log(`${String(a.data.length).padStart(7)} bytes ${String(a.brotli ?? a.data.length).padStart(7)} brotli  ${a.file}`);
}
