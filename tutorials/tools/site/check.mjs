// check.mjs - looks at the built site in a browser: check.mjs SITE PICTURES
//
// No dead link and no dead anchor, nothing that is loaded from another host, no page that scrolls sideways at 380
// pixels, no error in the console; search finds `trap_exit`. Screenshots of some pages, at two widths, go to PICTURES.
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { chromium } from "playwright-core";

const [site, pictures] = process.argv.slice(2);
const faults = [];
const kinds = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
  ".png": "image/png", ".json": "application/json", ".txt": "text/plain; charset=utf-8", ".woff2": "font/woff2" };

// The file that a server gives for an address; null for none.
function fileOf(path) {
  const file = join(site, decodeURIComponent(path));
  for (const each of [file, file + ".html", join(file, "index.html")])
    if (existsSync(each) && statSync(each).isFile()) return each;
  return null;
}
const server = createServer((request, response) => {
  const file = fileOf(new URL(request.url, "http://x").pathname);
  response.writeHead(file ? 200 : 404, { "Content-Type": (file && kinds[extname(file)]) ?? "application/octet-stream" });
  if (file) createReadStream(file).pipe(response);
  else response.end();
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const all = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html"));
const pages = all.filter((name) => !/^(runs|reference)\//.test(name) && name !== "404.html");

// ---- links ----------------------------------------------------------------------------------------------------------

const anchors = new Map();
function hasAnchor(file, anchor) {
  if (!anchors.has(file)) anchors.set(file, new Set([...readFileSync(file, "utf8").matchAll(/\b(?:id|name)="([^"]*)"/g)].map((each) => each[1])));
  return anchors.get(file).has(decodeURIComponent(anchor));
}
let links = 0;
for (const name of all.filter((each) => !each.startsWith("runs/"))) {
  const text = readFileSync(join(site, name), "utf8");
  for (const [, link] of text.matchAll(/<(?:a|img|iframe|link|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g)) {
    const target = new URL(link.replaceAll("&amp;", "&"), `${origin}/${name}`);
    if (target.origin !== origin || target.protocol === "data:") continue;
    ++links;
    const file = fileOf(target.pathname);
    if (!file) faults.push(`${name}: ${link} leads to nothing`);
    else if (target.hash.length > 1 && file.endsWith(".html") && !hasAnchor(file, target.hash.slice(1)))
      faults.push(`${name}: ${link}: there is no such place on that page`);
  }
}

// ---- in a browser ---------------------------------------------------------------------------------------------------

const browser = await chromium.launch({ executablePath: process.env.OTPP_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
mkdirSync(pictures, { recursive: true });
for (const [width, height] of [[380, 800], [1280, 900]]) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: width === 380 ? "dark" : "light" });
  const page = await context.newPage();
  let now = "";
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) faults.push(`${now} asks ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${now}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`${now}: ${error.message}`));
  for (const name of pages) {
    now = `${name} at ${width}`;
    await page.goto(`${origin}/${name}`, { waitUntil: "networkidle" });
    const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    if (inner > outer) faults.push(`${now}: scrolls sideways, ${inner} pixels in ${outer}`);
    if (/^(index|tutorials\/(01|06)-[^/]*\/index|benchmarks\/index|tutorials\/conformance)\.html$/.test(name))
      await page.screenshot({ path: join(pictures, `${name.replaceAll("/", "-").replace(".html", "")}-${width}.png`) });
  }
  if (width === 1280) {
    now = "search";
    await page.goto(`${origin}/index.html`, { waitUntil: "networkidle" });
    await page.keyboard.press("Control+k");
    await page.fill("#localsearch-input", "trap_exit");
    await page.waitForSelector(".result", { timeout: 10000 }).catch(() => faults.push("search does not find trap_exit"));
    await page.screenshot({ path: join(pictures, "search.png") });
  }
  await context.close();
}
await browser.close();
server.close();

for (const fault of faults.slice(0, 100)) console.error(fault);
if (faults.length) {
  console.error(`${faults.length} faults`);
  process.exit(1);
}
console.log(`${pages.length} pages, ${links} links, ${all.length - pages.length} pages of runs and reference: no fault`);
