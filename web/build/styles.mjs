// site.css for every page, desk.css which adds to it for editors, map.css which comes with a map.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @returns {Promise<[string, Buffer][]>} name and content; the font is referred to by its hashed name */
export async function styles(web, fontFile) {
  const all = [];
  for (const name of ['site.css', 'desk.css', 'map.css']) {
    const result = await build({
      entryPoints: [fileURLToPath(new URL(`css/${name}`, web))],
      bundle: true,
      minify: true,
      write: false,
      external: ['*.woff2'],
      logLevel: 'warning',
    });
    const text = result.outputFiles[0].text.replaceAll('umland-text.woff2', fontFile);
    all.push([name, Buffer.from(text)]);
  }
  return all;
}
