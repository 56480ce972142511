// build.mjs FOLDER - bundles the page into FOLDER: one file of HTML, and the licences of what is in it.
import { build, transform } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const to = process.argv[2];
const read = (name) => readFileSync(join(here, name), "utf8");

const bundle = await build({
  entryPoints: [join(here, "index.js")], bundle: true, minify: true, write: false, format: "iife", target: "es2022",
  charset: "utf8", legalComments: "none", metafile: true, absWorkingDir: here,
});
const script = bundle.outputFiles[0].text.trim().replaceAll("</script", "<\\/script");
const style = (await transform(read("style.css"), { loader: "css", minify: true, charset: "utf8" })).code.trim();
// Functions, because a text has `$&` and the like.
const page = read("page.html").replace("/*STYLE*/", () => style).replace("/*SCRIPT*/", () => script);

const packages = new Set(Object.keys(bundle.metafile.inputs).map((path) => /node_modules\/([^/]+)\//.exec(path)?.[1]));
packages.delete(undefined);
const licenses = [...packages].sort().map((name) => {
  const about = JSON.parse(read(`node_modules/${name}/package.json`));
  const text = read(`node_modules/${name}/LICENSE`).replace(/[ \t]+$/gm, "").trim();
  return `${name} ${about.version} (${about.license})\n\n${text}\n`;
});

mkdirSync(to, { recursive: true });
writeFileSync(join(to, "player.html"), page);
writeFileSync(join(to, "LICENSES"), `What is bundled in player.html:\n\n${licenses.join(`\n${"-".repeat(78)}\n\n`)}`);
const packed = gzipSync(page, { level: 9 }).length;
console.log(`player.html: ${page.length} bytes, ${packed} with gzip`);
if (packed > 120 * 1024) throw new Error("player.html is larger than 120 KB with gzip");
