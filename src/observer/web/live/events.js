// events.js - what the actors do, as it happens, in sentences. It costs every actor time, so it runs only on demand.
import { useEffect, useState } from "preact/hooks";
import { html } from "../html.js";
import { SIGNS } from "../describe.js";
import { complete } from "../parse.js";
import { Sentence } from "../parts.js";
import { isCrash } from "../reasons.js";
import { get } from "./api.js";
import { number } from "./parts.js";

const KEPT = 300;

// As much of a run as a sentence asks for.
function heard(called) {
  return { called, event: () => undefined, messageOf: () => null };
}

export function Events({ pid }) {
  const [rate, setRate] = useState("100");
  const [only, setOnly] = useState(pid ?? "");
  const [isOn, setIsOn] = useState(false);
  const [shown, setShown] = useState({ events: [], dropped: 0, called: new Map() });
  useEffect(() => {
    if (!isOn) return undefined;
    const called = new Map();
    let events = [];
    let number = 0;
    let dropped = 0;
    let isDue = false;
    const draw = () => {
      isDue = false;
      setShown({ events, dropped, called });
    };
    const soon = () => {
      if (!isDue) requestAnimationFrame(draw);
      isDue = true;
    };
    get("/api/tree").then((tree) => tree.nodes.forEach((node) => called.set(node.pid, node.shown))).then(soon, () => {});
    const query = new URLSearchParams({ rate });
    if (only.trim()) query.set("pid", only.trim());
    const source = new EventSource(`/api/events?${query}`);
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      if (!("what" in event)) return;
      if (event.what === "spawn" && event.text) called.set(event.other, event.text);
      if (event.what === "register_name") called.set(event.other, event.text);
      events = [{ n: ++number, event: complete(event) }, ...events].slice(0, KEPT);
      soon();
    };
    source.addEventListener("dropped", (message) => {
      dropped = JSON.parse(message.data).total;
      soon();
    });
    source.onerror = () => source.readyState === EventSource.CLOSED && setIsOn(false);
    return () => source.close();
  }, [isOn, rate, only]);
  const run = heard(shown.called);
  const known = new Map(shown.events.map((each) => [each.n, each.event]));
  run.event = (n) => known.get(n);
  return html`<div class="tools">
      <button type="button" class="primary" onClick=${() => setIsOn(!isOn)}>${isOn ? "Stop" : "Listen"}</button>
      <label>at most <select value=${rate} onChange=${(input) => setRate(input.target.value)}>
        ${["10", "100", "1000", "10000"].map((each) => html`<option>${each}</option>`)}</select> a second</label>
      <input type="search" placeholder="only of <0.4>" aria-label="only events of this pid" value=${only} onChange=${(input) => setOnly(input.target.value)} />
      ${shown.dropped > 0 && html`<span class="count">${number(shown.dropped)} left out</span>`}
    </div>
    <div class="scroll">
      ${shown.events.length === 0 && html`<p class="hint">${isOn ? "Nothing has happened yet." : "Listening costs every actor a little time."}</p>`}
      ${shown.events.map(({ n, event }) => html`<div class="live-line" key=${n}><span class="sign" aria-hidden="true">${
        event.what === "exit" && isCrash(event.text) ? "✕" : (SIGNS[event.what] ?? "·")}</span> <span><${Sentence} run=${run} n=${n} /></span></div>`)}
    </div>`;
}
