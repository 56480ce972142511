// live_test.mjs - the live observer's page, with a server that only pretends to be a program: it answers as API.md says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const { OTPP_WORK: work, OTPP_CHROMIUM: executablePath } = process.env;
const { chromium } = createRequire(join(work, "package.json"))("playwright-core");
const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "../../src/observer/assets/live.html"));
const AT = 1764296000123;

const till = {
  pid: "<0.4>", name: "till", label: "counter", shown: "till", child_id: "till", parent: "<0.2>", supervisor: false, state: "waiting",
  waits: { text: "a reply to get from <0.3>", for: "<0.3>" }, queue: 12, queue_change: 3, received: 410, change: 21.5, links: 1,
  monitors: 0, monitored_by: 2, trap_exit: false, restarts: 1, warnings: ["mailbox_growing"],
};
const shop = { ...till, pid: "<0.2>", name: "shop", shown: "shop", supervisor: true, state: "running", waits: null, queue: 0, queue_change: null, change: null, warnings: [] };
const node = (pid, parent, shown, more) => ({ pid, parent, starter: parent, name: "", label: shown, shown, supervisor: false, child_id: "",
  restarts: 0, restarts_made: 0, state: "waiting", queue: 0, ...more });
const ANSWERS = {
  overview: { at: AT, program: "word_count", system: 0, schedule: "free", uptime_ms: 65230, actors: 7, ending: 0, supervisors: 1, waiting: 6,
    queued: 1234, longest_queue: { pid: "<0.4>", shown: "till", queue: 12 }, spawned: 9, received: 10432, messages_per_second: 2100.5, over_ms: 1000,
    restarts: 2, crashes: 2, reports: 5, warnings: [{ what: "mailbox_growing", pid: "<0.4>", shown: "till", text: "mailbox growing: 1200 wait" }],
    allows: { actions: true, record: true }, recording: null, chaos: { on: false, every: 0, crashed: 0, last: null }, streams: { open: 1, most: 16 } },
  processes: { at: AT, over_ms: 1000, total: 7, matching: 2, offset: 0, sort: "queue", order: "desc", processes: [till, shop] },
  process: { ...till, links: ["<0.2>"], monitors: ["<0.3>"], monitored_by: ["<0.1>", "<0.1>"], ancestors: ["<0.2> shop", "<0.1> main"],
    children: [], restarts_made: 0, messages: ["tick", "call get"], messages_shown: 2, mailbox_limit: 0 },
  tree: { at: AT, nodes: [node("<0.1>", null, "main"), node("<0.2>", "<0.1>", "shop", { supervisor: true }), node("<0.4>", "<0.2>", "till", { restarts: 2 })] },
  names: { names: [{ name: "till", pid: "<0.4>" }], tables: [{ name: "players", keys: [{ key: "7", pid: "<0.4>" }], cut: 3 }], left_out: "keyed registries" },
  reports: { total: 1, reports: [{ id: 0, at: AT, what: "crash", pid: "<0.4>", name: "till", reason: "x", text: "otp: crash of <0.4> till\n  <b>bold</b>" }] },
};

let browser;
let server;
let origin;
const asked = [];
const posted = [];

before(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url, "http://x");
    const stream = (...messages) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      for (const message of messages) response.write(message);
    };
    const data = (value) => `data: ${JSON.stringify(value)}\n\n`;
    const json = (status, value) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    if (request.method === "POST") {
      let body = "";
      request.on("data", (part) => (body += part));
      request.on("end", () => {
        const wanted = JSON.parse(body);
        posted.push([url.pathname, request.headers["x-otpp-token"], wanted]);
        if (wanted.do === "suspend") return json(409, { error: "refused", text: "it is no server" });
        json(200, wanted.do === "state" ? { ok: true, class: "till", state: "5 coins" } : { ok: true });
      });
      return;
    }
    asked.push(request.url);
    if (url.pathname === "/") return response.writeHead(200, { "Content-Type": "text/html" }).end(page);
    if (url.pathname === "/api/updates") return stream(": hello\n\n", data(ANSWERS[url.searchParams.get("view")]));
    if (url.pathname === "/api/events") {
      return stream(data({ otpp_trace: 1, schedule: "free", program: "word_count" }),
        data({ at: 1, what: "send", actor: "<0.1>", other: "<0.4>", text: "shop::ping", position: 1 }),
        data({ at: 2, what: "exit", actor: "<0.4>", other: "", text: "{bad_arg,1}", position: 0 }),
        'event: dropped\ndata: {"dropped":130,"total":4200}\n\n');
    }
    const answer = ANSWERS[url.pathname.replace("/api/", "")];
    return answer ? json(200, answer) : json(404, { error: "not_found", text: "no such path" });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}/`;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

// The browser tells of an answer with an error's status in its console: that is no complaint of the page.
function live(name, width, act, hash = "#token=secret") {
  test(name, async () => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const tab = await context.newPage();
    const complaints = [];
    tab.on("console", (message) => message.type() === "error" && !message.text().includes("409") && complaints.push(message.text()));
    tab.on("pageerror", (error) => complaints.push(error.stack));
    await tab.goto(origin + hash);
    await act(tab, (label) => tab.getByRole("button", { name: label, exact: true }).click());
    assert.ok((await tab.evaluate(() => document.scrollingElement.scrollWidth)) <= width, "wider than the screen");
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

for (const width of [1200, 390]) {
  live(`each view shows what the observer answers, ${width} wide`, width, async (tab, click) => {
    await tab.getByText("2,101").or(tab.getByText("2,100")).waitFor();
    assert.match(await tab.locator(".warnings").innerText(), /till mailbox growing: 1200 wait/);
    await click("Actors");
    await tab.locator("tbody tr").nth(1).waitFor();
    assert.match(await tab.locator("tbody tr").first().innerText(), /till\s+<0\.4>[\s\S]*waits for a reply to get[\s\S]*12\s*\+3[\s\S]*21\.5/);
    await click("Tree");
    await tab.locator(".node").nth(2).waitFor();
    assert.deepEqual(await tab.locator(".node b").allInnerTexts(), ["main", "shop", "till"]);
    await tab.locator(".node").nth(2).click();
    await tab.getByText("call get").waitFor();
    assert.match(await tab.locator(".facts-list").innerText(), /watched by\s+<0\.1>\s/);
    await click("Names");
    await tab.getByText("Left out: keyed registries.").waitFor();
    await tab.getByRole("heading", { name: "players" }).waitFor();
    assert.deepEqual(await tab.locator("table").nth(1).locator("tbody td").allInnerTexts(), ["7", "<0.4>"]);
    await tab.getByText("3 more are not shown.").waitFor();
    await click("Reports");
    assert.match(await tab.locator(".report pre").innerText(), /<b>bold<\/b>/);
    await click("Events");
    await click("Listen");
    await tab.getByText("4,200 left out").waitFor();
    await tab.getByText("main sent ping to till").waitFor();
    assert.deepEqual(await tab.locator(".live-line").allInnerTexts(), ["✕\ntill crashed: {bad_arg,1}", "→\nmain sent ping to till"]);
    await click("Stop");
  });
}

live("the program sorts and filters, not the page", 1200, async (tab, click) => {
  await click("Actors");
  await tab.locator("tbody tr").first().waitFor();
  await tab.getByRole("button", { name: "messages/s" }).click();
  await tab.getByLabel("filter actors").fill("til&l");
  await tab.waitForTimeout(100);
  const last = new URL(asked.filter((each) => each.includes("view=processes")).at(-1), origin).searchParams;
  assert.deepEqual(["sort", "order", "filter", "offset"].map((name) => last.get(name)), ["change", "desc", "til&l", "0"]);
});

live("an action carries the token, is confirmed where it destroys, and what came of it is told", 1200, async (tab, click) => {
  await tab.getByText("call get").waitFor();
  posted.length = 0;
  await click("suspend");
  await tab.getByText("suspend: it is no server").waitFor();
  await click("state");
  await tab.getByText("till: 5 coins").waitFor();
  await click("kill");
  await click("kill: sure?");
  await tab.getByText("kill: done").waitFor();
  assert.deepEqual(posted, ["suspend", "state", "kill"].map((what) => ["/api/action", "secret", { do: what, pid: "<0.4>" }]));
}, "#token=secret&view=process&pid=%3C0.4%3E");

live("without the token nothing is offered", 1200, async (tab) => {
  await tab.getByText("call get").waitFor();
  assert.equal(await tab.getByRole("button", { name: "kill" }).count(), 0);
}, "#view=process&pid=%3C0.4%3E");
