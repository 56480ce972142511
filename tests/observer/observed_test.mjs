// observed_test.mjs - the live page beside a real program: at each step it shows what the program says of itself.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const { OTPP_WORK: work, OTPP_CHROMIUM: executablePath, OTPP_OBSERVED: observed, OTPP_DEMO: demo } = process.env;
const { chromium } = createRequire(join(work, "package.json"))("playwright-core");
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PATIENCE = 15_000; // the page asks once a second
// What the program's step `fill` sends, by the receiver's name; that of `notes` is given only later.
const NOTES = Array(12).fill("note");
const FILLED = { till: ["cast coin", "cast coin", "cast coin", "call pull"], stock: ["cast coin"], notes: NOTES, collector: NOTES };

let browser;
before(async () => (browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] })));
after(() => browser.close());

// A program that has begun: its address, and its own account after a step.
async function begin(command, args = [], schedule = "free") {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, OTP_SCHEDULE: schedule } });
  const ended = new Promise((done) => child.once("exit", done));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    assert.ok(!done, `${command} has ended`);
    return value;
  };
  let address;
  while (!address) address = (await line()).match(/http:\S+/)?.[0];
  return {
    address,
    take: async (step) => {
      child.stdin.write(`${step}\n`);
      return JSON.parse(await line());
    },
    end: async () => {
      child.stdin.end();
      assert.equal(await ended, 0);
    },
  };
}

// A test with a page of its own, in which nothing may complain; of a refusal, the browser itself does.
function page(name, width, act, refused = "never") {
  test(name, { timeout: 120_000 }, async () => {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const complaints = [];
    const programs = [];
    const program = async (...args) => {
      programs.push(await begin(...args));
      return programs.at(-1);
    };
    const open = async (address) => {
      const tab = await context.newPage();
      tab.on("console", (message) => message.type() === "error" && !message.text().includes(refused) && complaints.push(message.text()));
      tab.on("pageerror", (error) => complaints.push(error.stack));
      await tab.goto(address);
      return tab;
    };
    try {
      await act(open, program);
      for (const tab of context.pages()) {
        assert.ok((await tab.evaluate(() => document.scrollingElement.scrollWidth)) <= width, "wider than the screen");
      }
      assert.deepEqual(complaints, []);
    } finally {
      await context.close(); // before the programs end: the browser complains of streams that break off
      for (const each of programs) await each.end();
    }
  });
}

const click = (tab, label) => tab.getByRole("button", { name: label, exact: true }).click();

// Until the page shows it.
async function shows(read, expected, what) {
  const until = Date.now() + PATIENCE;
  let seen;
  do {
    seen = await read();
    try {
      assert.deepEqual(seen, expected);
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  } while (Date.now() < until);
  assert.deepEqual(seen, expected, what);
}

// ---- what is shown, and what should be ------------------------------------------------------------------------------

const shown = (actor) => actor.name || actor.label || actor.pid;
const number = (text) => Number((text ?? "0").replaceAll(",", ""));

function treeShown(tab) {
  return tab.evaluate(() => [...document.querySelectorAll(".node")].map((row) => {
    const soft = [...row.querySelectorAll(".soft")].map((each) => each.textContent);
    const part = (begin) => soft.find((text) => text.startsWith(begin))?.slice(begin.length).trim() ?? "";
    return {
      pid: row.querySelector(".pid").textContent, shown: row.querySelector("b").textContent,
      depth: (parseInt(row.style.paddingLeft) - 8) / 20, supervisor: row.querySelector(".sign").textContent === "▣",
      child: part("child "), restarts: Number(part("↻ ") || 0), queue: Number(part("mailbox ") || 0),
    };
  }));
}

// By the program's own account: children stand below their supervisors, all others below main, who has started them.
function tree(account) {
  const below = new Map(account.supervisors.flatMap(({ pid, children }) => children.map((child) => [child.pid, { parent: pid, id: child.id }])));
  const depth = (pid) => (pid === account.main ? 0 : 1 + depth(below.get(pid)?.parent ?? account.main));
  return account.actors.map((actor) => {
    const { pid } = actor;
    const id = below.get(pid)?.id ?? "";
    return {
      pid, shown: shown(actor), depth: depth(pid), supervisor: account.supervisors.some((each) => each.pid === pid),
      child: id === shown(actor) ? "" : id, restarts: id === "cook" ? account.crashes : 0, queue: actor.queue,
    };
  });
}

const byPid = (rows) => rows.sort((a, b) => (a.pid < b.pid ? -1 : 1));

async function tableShown(tab) {
  const rows = await tab.evaluate(() => [...document.querySelectorAll("tbody tr")].map((row) =>
    Object.fromEntries([...row.cells].map((cell) => [cell.classList[0], cell.querySelector(".soft") ? cell.firstChild.textContent : cell.textContent]))));
  return byPid(rows.map((row) => ({
    pid: row.name.match(/<[\d.]+>/)[0], queue: number(row.queue), links: number(row.links), restarts: number(row.restarts),
  })));
}

async function actorShown(tab) {
  const rows = await tab.evaluate(() => {
    const terms = [...document.querySelectorAll(".facts-list dt")];
    return Object.fromEntries(terms.map((term) => [term.textContent, {
      text: term.nextElementSibling.textContent, pids: [...term.nextElementSibling.querySelectorAll("button")].map((each) => each.textContent).sort(),
      types: [...term.nextElementSibling.querySelectorAll("code")].map((each) => each.textContent),
    }]));
  });
  if (!rows.mailbox) return null;
  return {
    queue: parseInt(rows.mailbox.text), types: rows.mailbox.types, links: rows["linked with"].pids, monitors: rows.watches.pids,
    monitored_by: rows["watched by"].pids, trap_exit: rows["traps exits"].text === "yes",
  };
}

// All views, after a step.
async function compare(tab, account, step) {
  await click(tab, "Tree");
  await shows(async () => byPid(await treeShown(tab)), byPid(tree(account)), `the tree after ${step}`);
  await click(tab, "Actors");
  const restarts = Object.fromEntries(tree(account).map((row) => [row.pid, row.restarts]));
  await shows(() => tableShown(tab), byPid(account.actors.map(({ pid, queue, links }) =>
    ({ pid, queue, links: links.length, restarts: restarts[pid] }))), `the table after ${step}`);
  await click(tab, "Names");
  await shows(() => tab.evaluate(() => [...document.querySelectorAll("tbody tr")].map((row) => row.innerText.trim().split(/\s+/)).sort()),
    account.actors.filter((actor) => actor.name).map((actor) => [actor.name, actor.pid]).sort(), `the names after ${step}`);
  for (const actor of account.actors) {
    if (actor.pid === account.main) continue; // it runs: it has asked
    const { pid, queue, trap_exit } = actor;
    const once = (list) => [...new Set(list)].sort();
    const types = queue === 0 ? [] : FILLED[shown(actor)];
    await tab.evaluate((whose) => {
      const fields = new URLSearchParams(location.hash.slice(1));
      fields.set("view", "process");
      fields.set("pid", whose);
      location.hash = fields.toString();
    }, pid);
    await tab.locator("h1 .pid", { hasText: pid }).waitFor();
    await shows(() => actorShown(tab), { queue, types, links: once(actor.links), monitors: once(actor.monitors),
      monitored_by: once(actor.monitored_by), trap_exit }, `${shown(actor)} after ${step}`);
  }
}

// ---- the tests ------------------------------------------------------------------------------------------------------

for (const [schedule, width] of [["free", 1200], ["free", 390], ["seed:7", 1200]]) {
  page(`${schedule}, ${width} wide: the page shows what which_children and process_info say`, width, async (open, program) => {
    const it = await program(observed, schedule === "free" ? ["--actions"] : [], schedule);
    const tab = await open(it.address);
    for (const step of ["account", "suspend", "fill", "bond", "crash", "resume"]) await compare(tab, await it.take(step), step);
  });
}

page("a child that is killed by a click is there again within a second", 1200, async (open, program) => {
  const it = await program(observed, ["--actions"]);
  const cook = async () => (await it.take("account")).supervisors[1].children[0].pid;
  const [watching, tab] = [await open(it.address), await open(it.address)];
  await click(watching, "Tree");
  const took = [];
  while (Math.min(...took) >= 1000) { // again, where a busy machine lets the browser wait
    const killed = await cook();
    await click(tab, "Tree");
    await tab.locator(".node", { hasText: killed }).click();
    await click(tab, "kill");
    await click(tab, "kill: sure?");
    const at = Date.now();
    const again = `↻ ${took.length + 1}`;
    await watching.waitForFunction(([pid, text]) => [...document.querySelectorAll(".node")].some((row) => row.textContent.includes("cook")
      && row.textContent.includes(text) && row.querySelector(".pid").textContent !== pid), [killed, again], { polling: 20 });
    took.push(Date.now() - at);
    await tab.getByText("It has ended").waitFor();
    assert.notEqual(await cook(), killed);
    assert.ok(took.length < 5, `after ${took} ms`);
  }
});

page("who may not act is offered nothing, and refused", 1200, async (open, program) => {
  for (const [args, hash] of [[[], "#token=0123"], [["--actions"], ""], [["--actions"], "#token=0123"]]) {
    const it = await program(observed, args);
    const { supervisors } = await it.take("account");
    const [address] = it.address.split("#");
    const tab = await open(address + hash);
    const allowed = args.length > 0 && hash !== "";
    await click(tab, "Tree");
    await tab.locator(".node", { hasText: supervisors[1].children[0].pid }).click();
    await tab.locator(".facts-list").waitFor();
    assert.equal(await tab.getByRole("button", { name: "kill" }).count(), allowed ? 1 : 0, `${args} ${hash}`);
    if (allowed) { // by the page, which cannot know that its token is wrong
      await click(tab, "kill");
      await click(tab, "kill: sure?");
      await tab.getByText(/^✕ kill: /).waitFor();
    }
    const status = await tab.evaluate(async (pid) => (await fetch("/api/action", { method: "POST", body: JSON.stringify({ do: "kill", pid }),
      headers: { "Content-Type": "application/json", "X-Otpp-Token": new URLSearchParams(location.hash.slice(1)).get("token") ?? "" } })).status,
    supervisors[1].children[0].pid);
    assert.equal(status, 403);
    assert.deepEqual((await it.take("account")).supervisors, supervisors);
  }
}, "403");

for (const width of [1200, 390]) {
  page(`the demo under faults, ${width} wide`, width, async (open, program) => {
    const files = ["README.md", "CHANGELOG.md"].map((name) => join(root, name));
    const it = await program(demo, ["--observe", "--faults", "600", ...files]);
    const tab = await open(it.address);
    for (const view of ["Actors", "Tree", "Reports", "Overview", "Tree"]) {
      await click(tab, view);
      await tab.locator("tbody tr, .node, .report, .figure").first().waitFor();
    }
    const rows = await treeShown(tab);
    assert.deepEqual([rows[0].shown, rows[0].depth], ["main", 0]);
    assert.ok(rows.some((row) => row.supervisor && row.depth === 1), JSON.stringify(rows));
  });
}
