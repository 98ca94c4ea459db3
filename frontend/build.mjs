// Bundles src/index.ts into the one file that the integration serves; the same source always gives the same file.
//   node build.mjs           writes it
//   node build.mjs --check   fails where the committed file is another
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 100_000;
const BUNDLE = new URL("../custom_components/plug_control/static/plug-control.js", import.meta.url);

const fail = (message) => {
  console.error(message);
  process.exitCode = 1;
};

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("src/index.ts", import.meta.url))],
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
});
const made = Buffer.from(outputFiles[0].contents);
const size = gzipSync(made).length;

if (process.argv.includes("--check")) {
  const committed = await readFile(BUNDLE).catch(() => Buffer.alloc(0));
  if (!made.equals(committed))
    fail("the bundle is not that of the source: npm run build, in frontend/");
} else {
  await writeFile(BUNDLE, made);
}
console.log(`plug-control.js: ${size} bytes gzipped, of ${LIMIT_BYTES} at most`);
if (size > LIMIT_BYTES) fail("the bundle is too large");
