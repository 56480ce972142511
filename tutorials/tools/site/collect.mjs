// collect.mjs - makes the site's source of the project's documents: collect.mjs ROOT WORK PROGRAMS
//
// Each page is copied to the same place under WORK. What a page links to and is no page becomes a file of the site: a
// header leads to its page of the reference, a source is shown as text, a folder as the list of what is in it. Charts
// become pictures (diagrams.mjs). Below each run stands the player with it (PROGRAMS: the folder with the programs).
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, normalize, relative } from "node:path";

import { draw } from "./diagrams.mjs";
import { addressOf, pathsOf } from "./pages.mjs";

const [root, work, programs] = process.argv.slice(2);
const pages = new Set(pathsOf(root));
const publicFolder = join(work, "public");

const put = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

// A file of Doxygen's: child_spec.hpp is child__spec_8hpp.html.
const referenceOf = (path) => `/reference/${basename(path).replaceAll("_", "__").replace(".hpp", "_8hpp")}.html`;

// What a link of a page leads to, on the site. `from`: the page's path.
function targetOf(link, from) {
  if (/^(https?:|mailto:|#)/.test(link)) return link;
  const [place, anchor] = link.split("#");
  const path = normalize(join(dirname(from), place)).replace(/\/$/, "");
  const on = anchor ? `#${anchor}` : "";
  if (pages.has(path)) return addressOf(path) + on;
  if (pages.has(`${path}/README.md`)) return addressOf(`${path}/README.md`) + on;
  if (!existsSync(join(root, path))) throw new Error(`${from}: ${link} leads to nothing`);
  if (/^include\/otp\/\w+\.hpp$/.test(path)) return referenceOf(path);
  const file = `/files/${path}.txt`;
  if (!existsSync(publicFolder + file)) {
    const whole = join(root, path);
    put(publicFolder + file, statSync(whole).isDirectory() ? readdirSync(whole).join("\n") + "\n" : readFileSync(whole));
  }
  return file;
}

function withLinks(line, from) {
  // Not in code, which stands between backticks.
  return line
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/<(?=[^>]*>)(?!!--|\/?(?:details|summary|br|b|sub|sup)\b)/g, "&lt;")))
    .join("")
    .replace(/(!?)\]\(([^)\s]+)\)/g, (all, _, link) => `](${targetOf(link, from)})`);
}

// A picture of the page's: beside its page, in the same place as in the project.
function copyPicture(link, from) {
  const path = normalize(join(dirname(from), link));
  mkdirSync(dirname(join(work, path)), { recursive: true });
  cpSync(join(root, path), join(work, path));
}

// The run of a chapter's program, in the player.
function player(chapter, program, seed) {
  const page = `/runs/${chapter}-${program}.html`;
  const folder = readdirSync(join(root, "tutorials")).find((name) => name.startsWith(`${chapter}-`));
  const trace = join(work, "trace");
  rmSync(trace, { force: true });
  try {
    execFileSync(join(programs, folder, program), {
      stdio: "ignore",
      env: { ...process.env, OTP_SCHEDULE: `seed:${seed}`, OTP_TRACE: trace },
    });
  } catch (error) {
    if (error.status === undefined || error.code === "ENOENT") throw error; // how it ends is the page's matter
  }
  mkdirSync(join(publicFolder, "runs"), { recursive: true });
  execFileSync(join(root, "scripts/show"), [trace, publicFolder + page]);
  return [
    "",
    "<details class=\"run\"><summary>Step through it here</summary>",
    `<iframe src="${page}" loading="lazy" title="The run of ${program} in the player"></iframe>`,
    "</details>",
    "",
  ];
}

const diagrams = [];
function convert(path) {
  const made = [];
  let fence = null;
  let chart = null;
  let skipping = false; // what leads to sections and chapters: the site has its own
  for (const line of readFileSync(join(root, path), "utf8").split("\n")) {
    if (fence !== null) {
      if (!line.startsWith("```")) {
        fence.push(line);
        continue;
      }
      if (fence[0] === "```mermaid") {
        const name = `${addressOf(path).replaceAll("/", "-").replace(/^-|-$/g, "") || "readme"}-${diagrams.length}`;
        diagrams.push({ name, text: fence.slice(1).join("\n") });
        made.push(`<div class="diagram"><img class="in-light" src="/diagrams/${name}-light.svg" alt="The chart"><img class="in-dark" src="/diagrams/${name}-dark.svg" alt="The chart"></div>`);
      } else {
        made.push(...fence, line);
      }
      fence = null;
      continue;
    }
    if (line.startsWith("```")) {
      fence = [line];
      continue;
    }
    const marker = /^<!-- weave: (\w+) ?(\w*)(.*) -->$/.exec(line);
    if (marker) chart = marker[1] === "chart" ? { program: marker[2], seed: /seed=(\d+)/.exec(marker[3])?.[1] ?? "1" } : null;
    if (marker) skipping = ["contents", "neighbours"].includes(marker[1]);
    if (line === "<!-- end -->") skipping = false;
    if (skipping || line.startsWith("<!--")) continue;
    for (const [, picture] of line.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)) copyPicture(picture, path);
    made.push(line.startsWith("    ") ? line : /^!\[/.test(line) ? line : withLinks(line, path));
    if (chart && line.startsWith("Step through it: ")) {
      made.push(...player(/^tutorials\/(\d\d)-/.exec(path)[1], chart.program, chart.seed));
      chart = null;
    }
  }
  put(join(work, path), made.join("\n"));
}

for (const path of pages) convert(path);
await draw(diagrams, join(publicFolder, "diagrams"));
console.log(`${pages.size} pages, ${diagrams.length} charts, from ${relative(process.cwd(), root) || "."}`);
