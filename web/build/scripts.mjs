// The little script that makes a page handier; no page needs it.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @returns {Promise<[string, Buffer][]>} */
export async function scripts(web) {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('js/site.js', web))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  return [['site.js', Buffer.from(result.outputFiles[0].text)]];
}
