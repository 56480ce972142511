// build.mjs FOLDER - bundles the pages into FOLDER: each one file of HTML, and the licences of what is in them.
import { build, transform } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST = 120 * 1024; // with gzip
const here = dirname(fileURLToPath(import.meta.url));
const to = process.argv[2];
const read = (name) => readFileSync(join(here, name), "utf8");
const packages = new Set();

async function page(name, { entry, styles, template }) {
  const bundle = await build({
    entryPoints: [join(here, entry)], bundle: true, minify: true, write: false, format: "iife", target: "es2022",
    charset: "utf8", legalComments: "none", metafile: true, absWorkingDir: here,
  });
  const script = bundle.outputFiles[0].text.trim().replaceAll("</script", "<\\/script");
  const style = (await transform(styles.map(read).join("\n"), { loader: "css", minify: true, charset: "utf8" })).code.trim();
  // Functions, because a text has `$&` and the like.
  const text = read(template).replace("/*STYLE*/", () => style).replace("/*SCRIPT*/", () => script);
  for (const path of Object.keys(bundle.metafile.inputs)) packages.add(/node_modules\/([^/]+)\//.exec(path)?.[1]);
  writeFileSync(join(to, name), text);
  const packed = gzipSync(text, { level: 9 }).length;
  console.log(`${name}: ${text.length} bytes, ${packed} with gzip`);
  if (packed > MOST) throw new Error(`${name} is larger than ${MOST} bytes with gzip`);
}

mkdirSync(to, { recursive: true });
await page("player.html", { entry: "index.js", styles: ["style.css"], template: "page.html" });
await page("live.html", { entry: "live/index.js", styles: ["style.css", "live/live.css"], template: "live/page.html" });

packages.delete(undefined);
const licenses = [...packages].sort().map((name) => {
  const about = JSON.parse(read(`node_modules/${name}/package.json`));
  const text = read(`node_modules/${name}/LICENSE`).replace(/[ \t]+$/gm, "").trim();
  return `${name} ${about.version} (${about.license})\n\n${text}\n`;
});
writeFileSync(join(to, "LICENSES"), `What is bundled in the pages:\n\n${licenses.join(`\n${"-".repeat(78)}\n\n`)}`);
