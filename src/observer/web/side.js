// side.js - one run at one moment: what happens in words, and the views of it.
import { useMemo, useState } from "preact/hooks";
import { html, useMedia } from "./html.js";
import { chain, isEnd, origin } from "./cause.js";
import { duration, nameOf, words } from "./describe.js";
import { Sentence } from "./parts.js";
import { brief } from "./reasons.js";
import { ALL, MOST_CARDS, cardsAt, isRestricted, shownActors, shownEvents } from "./shown.js";
import { Columns } from "./columns.js";
import { Tree } from "./tree.js";
import { Sequence } from "./sequence.js";
import { Events } from "./events.js";

// What happens now, when, and where it comes from.
export function Now({ run, n, go, label }) {
  const event = run.event(n);
  const from = origin(run, n);
  const path = isEnd(event) && from ? chain(run, n) : [];
  const choices = (event.could_run ?? []).filter((pid) => pid !== event.actor);
  return html`<section class="now" aria-label=${label ? `run ${label}` : "this event"}>
    ${label && html`<span class="side-label">${label}</span>`}
    <p class="sentence"><${Sentence} run=${run} n=${n} /></p>
    <p class="facts">
      <span title="virtual time, since the first event">${duration(run.time(n))}</span>
      <span class="kind">${event.what.replaceAll("_", " ")}</span>
      ${event.step !== undefined && html`<span>step ${event.step}</span>`}
      ${choices.length > 0 && html`<span>could have run instead: ${choices.slice(0, 6).map((pid) => nameOf(run, pid)).join(", ")}${
        choices.length > 6 && ` and ${choices.length - 6} more`}</span>`}
      ${from > 0 && html`<button type="button" class="goes" data-origin=${from} onClick=${() => go(from)}>
        ${isEnd(event) || isEnd(run.event(from)) ? "Why? Go to the cause" : "Go to its send"}, event ${from}</button>`}
    </p>
    ${path.length > 2 && html`<p class="chain">${path.slice(0, 8).map((at, i) => html`${i > 0 && html`<span class="because"> because </span>`}<button
      type="button" class="goes" onClick=${() => go(at)}>${brief(words(run, at), 80)}</button>`)}</p>`}
  </section>`;
}

function Filter({ run, filter, setFilter, shown }) {
  const restricted = isRestricted(filter);
  return html`<div class="filter">
    <input type="search" placeholder="filter actors" aria-label="show only actors whose name has" value=${filter.text}
      onInput=${(input) => setFilter({ ...filter, text: input.target.value })} />
    <label><input type="checkbox" checked=${filter.ended} onChange=${(input) => setFilter({ ...filter, ended: input.target.checked })} /> ended ones</label>
    ${filter.circle && html`<button type="button" class="chip" onClick=${() => setFilter({ ...filter, circle: "" })}
      aria-label="show all talks again">only talks with <b>${nameOf(run, filter.circle)}</b> ×</button>`}
    ${filter.hidden.size > 0 && html`<button type="button" class="chip" onClick=${() => setFilter({ ...filter, hidden: new Set() })}>
      ${filter.hidden.size} hidden: show ×</button>`}
    ${restricted && html`<span class="count">${shown.toLocaleString("en")} of ${run.actors.size.toLocaleString("en")}</span>`}
  </div>`;
}

const TABS = { actors: "Actors", chart: "Chart", events: "Events", tree: "Tree" };

export function Side({ run, n, found, go, isAlone, label }) {
  const [filter, setFilter] = useState(ALL);
  const isWide = useMedia("(min-width: 1080px)") && isAlone;
  const [tab, setTab] = useState("actors");
  const [rightTab, setRightTab] = useState("chart");
  const actors = useMemo(() => shownActors(run, filter), [run, filter]);
  const rows = useMemo(() => shownEvents(run, filter, actors), [run, filter, actors]);
  // Of many, the chart has columns for those that have cards; of few, for all: then they stay in place at each step.
  const isCrowd = actors.length > MOST_CARDS;
  const columns = useMemo(() => (isCrowd ? cardsAt(run, filter, actors, n).cards
    : filter.ended ? actors : actors.filter((actor) => actor.ended >= n)), [run, actors, filter, filter.ended && !isCrowd ? 0 : n]);
  // The same at each step, for what is drawn once and kept.
  const restrict = useMemo(() => ({
    circle: (pid) => setFilter((old) => ({ ...old, circle: old.circle === pid ? "" : pid })),
    hide: (pid) => setFilter((old) => ({ ...old, hidden: new Set([...old.hidden, pid]) })),
  }), []);
  const goToCause = useMemo(() => (at) => go(origin(run, at) || at), [run, go]);
  const views = {
    actors: () => html`<${Columns} run=${run} n=${n} filter=${filter} actors=${actors} go=${go} goToCause=${goToCause} restrict=${restrict} />`,
    chart: () => html`<${Sequence} run=${run} n=${n} rows=${rows} actors=${columns} found=${found} go=${go} restrict=${restrict} />`,
    events: () => html`<${Events} run=${run} n=${n} rows=${rows} found=${found} go=${go} />`,
    tree: () => html`<${Tree} run=${run} n=${n} withEnded=${filter.ended} restrict=${restrict} />`,
  };
  const tabs = (names, current, choose) => html`<div class="tabs" role="tablist">
    ${names.map((name) => html`<button type="button" role="tab" aria-selected=${name === current ? "true" : "false"} onClick=${() => choose(name)}>${TABS[name]}</button>`)}
  </div>`;
  const bar = html`<${Filter} run=${run} filter=${filter} setFilter=${setFilter} shown=${actors.length} />`;
  if (isWide) {
    return html`<div class="panes wide">
      <section class="pane" aria-label="Tree"><h2>Who started whom</h2>${views.tree()}</section>
      <section class="pane" aria-label="Actors"><div class="pane-head"><h2>Actors</h2>${bar}</div>${views.actors()}</section>
      <section class="pane" aria-label=${TABS[rightTab]}>${tabs(["chart", "events"], rightTab, setRightTab)}${views[rightTab]()}</section>
    </div>`;
  }
  return html`<section class="panes narrow" aria-label=${label ? `run ${label}` : "run"}>
    ${!isAlone && html`<${Now} run=${run} n=${n} go=${go} label=${label} />`}
    <div class="pane-head">${tabs(Object.keys(TABS), tab, setTab)}${bar}</div>
    <div class="pane">${views[tab]()}</div>
  </section>`;
}
