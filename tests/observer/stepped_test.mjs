// stepped_test.mjs - the player beside the library's own account: at ten steps of a seeded run they say the same.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const { OTPP_WORK: work, OTPP_CHROMIUM: executablePath, OTPP_PYTHON: python, OTPP_STEPPED: stepped } = process.env;
const { chromium } = createRequire(join(work, "package.json"))("playwright-core");
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const STEPS = ["begins", "tree", "fills", "bonds", "calls", "crashes", "restarts", "kills", "rings", "ends"];
// Here an actor may be about to end: the library counts it as dead already.
const ENDING = ["crashes", "kills"];

let browser;
before(async () => (browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] })));
after(() => browser.close());

// The program's account, and the page of its trace.
function run(seed) {
  const trace = join(work, `stepped_${seed}.trace`);
  rmSync(trace, { force: true });
  const ran = spawnSync(stepped, [trace, String(seed)], { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  const shown = spawnSync(python, [join(root, "scripts/show"), trace, join(work, `stepped_${seed}.html`)], { encoding: "utf8" });
  assert.equal(shown.status, 0, shown.stderr);
  return { accounts: ran.stdout.trim().split("\n").map((line) => JSON.parse(line)), url: pathToFileURL(shown.stdout.trim()).href };
}

// What the card of an actor shows: how many messages wait, whether it has ended.
function card(tab, pid) {
  return tab.evaluate((whose) => {
    const each = document.querySelector(`.card[data-pid="${whose}"]`);
    return each && { queue: Number(each.querySelector(".mailbox .label b")?.textContent ?? 0), ended: each.classList.contains("ended") };
  }, pid);
}

for (const [seed, width] of [[7, 1400], [8, 390], [9, 1400]]) {
  test(`with seed ${seed}, ${width} wide`, { timeout: 120_000 }, async () => {
    const { accounts, url } = run(seed);
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const tab = await context.newPage();
    const complaints = [];
    tab.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.stack));
    await tab.goto(url);
    await tab.waitForSelector(".controls");
    const events = new Map(await tab.evaluate(() => {
      const [{ events }] = window.otppPlayer.runs;
      return events.flatMap((event, i) => (event.what === "mark" ? [[event.text, i + 1]] : []));
    }));
    const compared = new Map();
    const ended = new Set();
    for (const account of accounts) {
      const { mark, pid } = account;
      const [step] = mark.split(" ");
      const n = events.get(mark);
      assert.ok(n, `no event of ${mark}`);
      await tab.evaluate((place) => window.otppPlayer.go(place), n);
      await tab.waitForFunction((place) => window.otppPlayer.place === place, n);
      const { actors } = await tab.evaluate((place) => window.otppPlayer.state(place), n);
      const told = actors[pid];
      assert.ok(told, `${pid} is not there at ${mark}`);
      if (!account.alive) {
        if (!ENDING.includes(step)) assert.equal(told.alive, false, mark);
        if (!told.alive) assert.equal((await card(tab, pid)).ended, true, mark);
        if (!told.alive) ended.add(pid);
        continue;
      }
      const watchers = Object.entries(actors).flatMap(([other, actor]) => actor.watches.filter((each) => each === pid).map(() => other)).sort();
      assert.deepEqual({ alive: told.alive, queue: told.mailbox.length, links: told.links, monitors: told.watches, monitored_by: watchers,
        name: told.names.join() }, { alive: true, queue: account.queue, links: account.links, monitors: account.monitors,
        monitored_by: account.monitored_by, name: account.name }, mark);
      assert.deepEqual(await card(tab, pid), { queue: account.queue, ended: false }, mark);
      compared.set(step, (compared.get(step) ?? 0) + 1);
    }
    assert.deepEqual([...compared.keys()], STEPS);
    assert.ok(ended.size >= 5, `${[...ended]} have ended`);
    assert.ok(accounts.some((each) => each.queue > 3) && accounts.some((each) => each.links?.length > 2), "mailboxes and links are compared");
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
