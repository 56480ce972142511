// page_test.mjs - the page that scripts/show makes, in a browser: check.sh says where that and its driver are.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { EVENTS, OTHER, REASON, TEXT } from "./known.mjs";
import { large } from "./large.mjs";
import { recount } from "./recount.mjs";

const { OTPP_WORK: work, OTPP_CHROMIUM: executablePath, OTPP_PYTHON: python } = process.env;
const { chromium } = createRequire(join(work, "package.json"))("playwright-core");
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const events = TEXT.split("\n").slice(1, -1).map((line) => JSON.parse(line));
const MOST_LOAD = 2000;
const MOST_STEP = 50;

let browser;
before(async () => (browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] })));
after(() => browser.close());

function show(...args) {
  return spawnSync(python, [join(root, "scripts/show"), ...args], { encoding: "utf8" });
}

// Made of traces: {name: text}, with scripts/show's options behind.
function made(name, traces, ...options) {
  const files = traces.map((text, i) => {
    const file = join(work, `${name}_${i}.trace`);
    writeFileSync(file, text);
    return file;
  });
  const [first, second] = files;
  const { status, stdout, stderr } = show(first, join(work, `${name}.html`), ...(second ? ["--beside", second] : []), ...options);
  assert.equal(status, 0, stderr);
  return pathToFileURL(stdout.trim()).href;
}

// A test with a page of its own, in which nothing may complain.
function page(name, width, act) {
  test(name, async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const tab = await context.newPage();
    const complaints = [];
    tab.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.stack));
    tab.on("request", (request) => /^(file|data|blob):/.test(request.url()) || complaints.push(`asks for ${request.url()}`));
    await act(tab);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

const open = async (tab, url) => {
  await tab.goto(url);
  await tab.waitForSelector(".controls");
};
const at = (tab) => tab.evaluate(() => window.otppPlayer.place);
const reach = (tab, n) => tab.waitForFunction((wanted) => window.otppPlayer.place === wanted, n);
const card = (tab, pid) => tab.locator(`.card[data-pid="${pid}"]`);

async function stepsThrough(tab) {
  const check = async (n) => {
    assert.deepEqual(await tab.evaluate((place) => window.otppPlayer.state(place), n), recount(events, n), `after event ${n}`);
    const { actors } = recount(events, n);
    const cards = await tab.evaluate(() => [...document.querySelectorAll(".card")].map((each) => [
      each.dataset.pid, Number(each.querySelector(".mailbox .label b")?.textContent ?? 0), each.classList.contains("ended")]));
    const expected = Object.entries(actors).map(([pid, actor]) => [pid, actor.mailbox.length, !actor.alive]);
    assert.deepEqual(cards.sort(), expected.sort(), `the cards after event ${n}`);
  };
  assert.equal(await at(tab), 1);
  for (let n = 1; n <= events.length; ++n) {
    await reach(tab, n);
    await check(n);
    if (n < events.length) await tab.keyboard.press("ArrowRight");
  }
  for (let n = events.length - 1; n >= 1; --n) {
    await tab.getByRole("button", { name: "one event back" }).click();
    await reach(tab, n);
    await check(n);
  }
  await tab.keyboard.press("End");
  await reach(tab, events.length);
  await tab.keyboard.press("PageUp");
  await reach(tab, events.length - 10);
  await tab.keyboard.press("Home");
  await reach(tab, 1);
}

page("the known run, step by step to its end and back", 1400, async (tab) => {
  await open(tab, made("known", [TEXT]));
  await stepsThrough(tab);
});

page("the same on a phone, and nothing is wider than it", 390, async (tab) => {
  await open(tab, made("phone", [TEXT]));
  await stepsThrough(tab);
  for (const name of ["Chart", "Events", "Tree", "Actors"]) {
    await tab.getByRole("tab", { name }).click();
    assert.ok((await tab.evaluate(() => document.scrollingElement.scrollWidth)) <= 390, name);
  }
});

page("from an end to its cause, from a message to its send, and back again", 1400, async (tab) => {
  await open(tab, `${made("causes", [TEXT])}#e=18`);
  await tab.locator("[data-origin]").click(); // a down
  await reach(tab, 17);
  assert.match(await tab.locator(".bar .sentence").innerText(), /^till crashed: /);
  assert.ok((await tab.locator(".bar .sentence").innerText()).includes(REASON));
  await tab.goBack();
  await reach(tab, 18);
  await tab.keyboard.press("c");
  await reach(tab, 17);
  await card(tab, "<0.4>").waitFor();
  await tab.evaluate(() => window.otppPlayer.go(20));
  await reach(tab, 20);
  await card(tab, "<0.4>").locator(".why").click(); // the client's end
  await reach(tab, 17);
  await tab.evaluate(() => window.otppPlayer.go(12));
  await reach(tab, 12);
  await card(tab, "<0.3>").locator(".message", { hasText: "ping" }).click();
  await reach(tab, 9);
  await tab.evaluate(() => window.otppPlayer.go(12));
  await reach(tab, 12);
  await tab.locator(".sequence .mark.receive").first().click({ force: true });
  await reach(tab, 10);
  assert.ok(tab.url().endsWith("#e=10"));
});

page("actors and events are filtered", 1400, async (tab) => {
  await open(tab, `${made("filter", [TEXT])}#e=26`);
  const names = () => tab.locator(".card h3").allInnerTexts();
  await tab.getByLabel("show only actors whose name has").fill("till");
  await tab.waitForFunction(() => document.querySelectorAll(".card").length === 2);
  assert.deepEqual(await names(), ["till", "till (2)"]);
  await tab.getByLabel("ended ones").uncheck();
  await tab.waitForFunction(() => document.querySelectorAll(".card").length === 1);
  await tab.getByLabel("ended ones").check();
  await tab.getByLabel("show only actors whose name has").fill("");
  await card(tab, "<0.2>").getByRole("button", { name: "hide sup" }).click({ force: true });
  await card(tab, "<0.2>").waitFor({ state: "detached" });
  await tab.getByRole("button", { name: "1 hidden: show" }).click();
  await card(tab, "<0.2>").waitFor();
  await card(tab, "<0.4>").getByRole("button", { name: "only its talks" }).click({ force: true });
  await card(tab, "<0.2>").waitFor({ state: "detached" });
  assert.deepEqual(await names(), ["main", "till", "client"]);
});

page("search, with the keyboard alone", 1400, async (tab) => {
  await open(tab, made("search", [TEXT]));
  await tab.keyboard.press("/");
  await tab.keyboard.type("pong");
  await tab.keyboard.press("Enter");
  await reach(tab, 10);
  await tab.keyboard.press("Escape");
  await tab.keyboard.press("n");
  await reach(tab, 12);
  await tab.keyboard.press("N");
  await reach(tab, 10);
  assert.match(await tab.locator("[aria-live]").textContent(), /^Event 10 of 32: main sent pong to till$/);
  await tab.keyboard.press("?");
  await tab.getByRole("dialog").waitFor();
  await tab.keyboard.press("Escape");
  await tab.getByRole("dialog").waitFor({ state: "hidden" });
});

page("two runs beside each other", 1400, async (tab) => {
  await open(tab, made("two", [TEXT, OTHER]));
  assert.match(await tab.locator(".apart").innerText(), /equal up to event 11/);
  await tab.keyboard.press("d");
  await reach(tab, 12);
  const said = await tab.locator(".two .sentence").allInnerTexts();
  assert.deepEqual(said, ["till took pong out of its mailbox, from main, past 1 older message", "till took ping (3) out of its mailbox, from main"]);
  await tab.keyboard.press("ArrowLeft");
  await reach(tab, 11);
  assert.equal(await tab.evaluate(() => window.otppPlayer.state(11, 1).actors["<0.3>"].mailbox.length), 2);
});

page("a failed run opens before its first failed expectation", 1400, async (tab) => {
  await open(tab, made("failed", [TEXT], "--at", "failure"));
  assert.equal(await at(tab), 12);
  await open(tab, made("at", [TEXT], "--at", "7"));
  assert.equal(await at(tab), 7);
});

page("a file with several systems: one is chosen", 1400, async (tab) => {
  await open(tab, made("several", [TEXT.replace(/\n[^\n]*$/, "\n") + OTHER]));
  await tab.getByLabel("run", { exact: true }).selectOption("1");
  await tab.getByText("of 20", { exact: false }).first().waitFor();
  await tab.getByLabel("beside it").selectOption("0");
  await tab.locator(".apart").waitFor();
  assert.equal(await tab.evaluate(() => window.otppPlayer.difference), 12);
});

page("1,000 actors and 100,000 events: loads and steps fast", 1400, async (tab) => {
  const text = large();
  const url = made("large", [text]);
  const loads = [];
  for (let i = 0; i < 3; ++i) {
    const start = performance.now();
    await open(tab, url);
    loads.push(performance.now() - start);
  }
  const load = Math.min(...loads);
  // From the key to the new layout; and what the page's thread has worked for it, whatever else the machine does.
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () =>
    (await devtools.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  const before = await worked();
  const steps = await tab.evaluate(async () => {
    const took = [];
    const most = window.otppPlayer.runs[0].length;
    for (let i = 0; i < 60; ++i) {
      const far = i % 2 === 0;
      const wanted = far ? 1 + ((i * 7919 * 13) % (most - 2)) : window.otppPlayer.place + 1;
      const start = performance.now();
      if (far) window.otppPlayer.go(wanted);
      else document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
      while (window.otppPlayer.place !== wanted) await new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
      document.body.getBoundingClientRect();
      took.push(performance.now() - start);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }
    return took;
  });
  const busy = ((await worked()) - before) / steps.length;
  const sorted = [...steps].sort((a, b) => a - b);
  const [median, worst] = [sorted[30], sorted.at(-1)];
  const nodes = await tab.evaluate(() => document.querySelectorAll("*").length);
  console.log(`100,000 events, 1,000 actors: loaded in ${load.toFixed(0)} ms; a step takes ${median.toFixed(1)} ms, `
    + `at most ${worst.toFixed(1)} ms, ${busy.toFixed(1)} ms of work; ${nodes} elements`);
  assert.ok(load < MOST_LOAD, `${load} ms to load`);
  assert.ok(Math.min(median, busy) < MOST_STEP, `${median} ms a step, ${busy} ms of work`);
  const place = await at(tab);
  const all = text.split("\n").slice(1, -1).map((line) => JSON.parse(line));
  assert.deepEqual(await tab.evaluate(() => window.otppPlayer.state()), recount(all, place));
});

test("what is no trace is refused, and why is said", () => {
  const file = (name, text) => {
    writeFileSync(join(work, name), text);
    return join(work, name);
  };
  const refused = (reason, ...args) => {
    const { status, stderr } = show(...args);
    assert.notEqual(status, 0);
    assert.match(stderr, reason);
    assert.doesNotMatch(stderr, /Traceback/);
  };
  refused(/there is no file/, join(work, "nowhere.trace"));
  refused(/is empty/, file("empty.trace", ""));
  refused(/not a trace/, file("prose.trace", "Once upon a time\n"));
  refused(/no event/, file("header.trace", '{"otpp_trace":1}\n'));
  refused(/version 2/, file("version.trace", '{"otpp_trace":2}\n'));
  refused(/ends in \.html/, file("good.trace", TEXT), file("second.trace", TEXT));
  refused(/an event's number/, file("good.trace", TEXT), "--at", "x");
});
