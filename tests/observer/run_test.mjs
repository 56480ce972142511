// run_test.mjs - the player's own view of a run, without a browser.
import assert from "node:assert/strict";
import test from "node:test";
import { chain, failure, failedRun, origin } from "../../src/observer/web/cause.js";
import { firstDifference } from "../../src/observer/web/compare.js";
import { nameOf, words } from "../../src/observer/web/describe.js";
import { parse } from "../../src/observer/web/parse.js";
import { Run } from "../../src/observer/web/run.js";
import { matches, nextMatch } from "../../src/observer/web/search.js";
import { ALL, shownActors, shownEvents } from "../../src/observer/web/shown.js";
import { EVENTS, OTHER, REASON, TEXT, lines } from "./known.mjs";
import { large } from "./large.mjs";
import { recount } from "./recount.mjs";

const runs = (text) => parse(text).runs.map((each) => new Run(each));
const [known] = runs(TEXT);

test("an incomplete last line is left out, and told of", () => {
  assert.equal(known.length, EVENTS.length);
  assert.equal(parse(TEXT).broken, 1);
});

test("several systems are several runs; one without a header is a run, too", () => {
  const both = runs(TEXT.replace(/\n[^\n]*$/, "\n") + OTHER);
  assert.deepEqual(both.map((run) => [run.number, run.schedule]), [[1, "seed:7"], [2, "seed:8"]]);
  assert.equal(runs(TEXT.slice(TEXT.indexOf("\n") + 1))[0].length, EVENTS.length);
});

test("a version of tomorrow is refused", () => {
  assert.throws(() => parse('{"otpp_trace":2}\n'), /version 2/);
});

test("the state after each event is what a recount gives", () => {
  for (let n = 0; n <= known.length; ++n) assert.deepEqual(known.state(n), recount(known.events, n), `after event ${n}`);
});

test("so it is in a large run, at some places", () => {
  const [run] = runs(large(60, 4000));
  for (let n = 0; n <= run.length; n += 371) assert.deepEqual(run.state(n), recount(run.events, n), `after event ${n}`);
});

test("the mailbox shows the oldest that are unread, and counts all", () => {
  const sends = Array.from({ length: 200 }, (_, i) => ["send", "<0.1>", "<0.2>", "a", { position: i + 1 }]);
  const takes = [2, 3, 200].map((position) => ["receive", "<0.2>", "", "a", { position }]);
  const [run] = runs(lines([["spawn", "<0.1>", "<0.2>", "b"], ...sends, ...takes]));
  const { count, shown } = run.mailbox(run.actor("<0.2>"), run.length, 3);
  assert.equal(count, 197);
  assert.deepEqual(shown.map((message) => message.position), [1, 4, 5]);
});

test("the cause of an end is found along the links", () => {
  assert.equal(origin(known, 18), 17); // a down -> its actor's end -> the link -> the crash
  assert.deepEqual(chain(known, 18), [18, 19, 16, 17]);
  assert.equal(origin(known, 17), 0); // the worker ended of itself
  assert.equal(origin(known, 31), 29); // killed by an exit signal of a living one
  assert.equal(origin(known, 30), 29);
});

test("a message leads to its send, a message of an end to the cause", () => {
  assert.equal(origin(known, 12), 10);
  assert.equal(origin(known, 20), 17);
  assert.equal(origin(known, 26), 17);
});

test("without a word of it, a signal goes over a link if its sender ends then", () => {
  const [run] = runs(lines(EVENTS.map(([what, actor, other, text, more]) =>
    [what, actor, other, text, what === "exit_signal" ? { position: more.position ?? 0 } : more])));
  assert.equal(origin(run, 18), 17);
  assert.equal(origin(run, 31), 29);
});

test("a failed run opens before its first failed expectation, else at the first crash, else at the end", () => {
  assert.equal(failure(known), 12);
  const [unmarked] = runs(lines(EVENTS.filter(([what]) => what !== "mark")));
  assert.equal(failure(unmarked), 16);
  const [calm] = runs(lines([EVENTS[0], ["exit", "<0.2>", "", "{shutdown,late}"], EVENTS.at(-1)]));
  assert.equal(failure(calm), 3);
  assert.equal(failedRun([calm, unmarked, known]), 2);
  assert.equal(failedRun([calm, unmarked]), 1);
  assert.equal(failedRun([calm, calm]), 1);
});

test("two runs part at the first event that differs; times and the pids' own numbers do not count", () => {
  const [other] = runs(OTHER);
  assert.equal(firstDifference(known, other), 12);
  assert.equal(firstDifference(known, known), 0);
  const [renamed] = runs(TEXT.replaceAll("<0.4>", "<0.9>").replaceAll(/"at":(\d+)/g, '"at":1$1'));
  assert.equal(firstDifference(known, renamed), 0);
  const [shorter] = runs(lines(EVENTS.slice(0, 9)));
  assert.equal(firstDifference(known, shorter), 10);
});

test("each event has a sentence", () => {
  assert.equal(words(known, 9), "main sent ping (3) to till");
  assert.equal(words(known, 12), "till took pong out of its mailbox, from main, past 1 older message");
  assert.equal(words(known, 17), `till crashed: ${REASON}`);
  assert.equal(words(known, 18), `main, which watched client, is told that it has ended: ${REASON}`);
  assert.equal(words(known, 25), "a timer rang: tick is in the mailbox of main");
  for (let n = 1; n <= known.length; ++n) assert.doesNotMatch(words(known, n), /undefined|null|\[object/);
  assert.equal(nameOf(known, "<0.5>"), "till (2)");
});

test("search goes round", () => {
  const found = matches(known, "PONG");
  assert.deepEqual(found, [10, 12]);
  assert.equal(nextMatch(found, 10, 1), 12);
  assert.equal(nextMatch(found, 12, 1), 10);
  assert.equal(nextMatch(found, 10, -1), 12);
});

test("a filter keeps whose name matches, who is not hidden, who talks with one", () => {
  const named = (filter) => shownActors(known, { ...ALL, ...filter }).map((actor) => actor.pid);
  assert.deepEqual(named({ text: "till" }), ["<0.3>", "<0.5>"]);
  assert.deepEqual(named({ hidden: new Set(["<0.1>", "<0.77>"]) }), ["<0.2>", "<0.3>", "<0.4>", "<0.5>"]);
  assert.deepEqual(named({ circle: "<0.4>" }), ["<0.1>", "<0.3>", "<0.4>"]);
  const filter = { ...ALL, text: "client" };
  assert.deepEqual(shownEvents(known, filter, shownActors(known, filter)), [5, 6, 7, 11, 13, 16, 18, 19]);
});
