// columns.js - the actors at a moment: each a card, with what it waits for, its mailbox, its links and monitors.
import { useMemo } from "preact/hooks";
import { html } from "./html.js";
import { nameOf } from "./describe.js";
import { brief, plain, sign } from "./reasons.js";
import { Mailbox } from "./mailbox.js";
import { cardsAt } from "./shown.js";

const MOST_RELATIONS = 4;

// What the event does to an actor, in a word.
function part(run, actor, n) {
  const event = run.event(n);
  if (!event) return "";
  if (event.actor === actor.pid) return event.what === "exit" ? "ends" : event.what === "wait" ? "waits" : "acts";
  return event.other === actor.pid ? "concerned" : "";
}

function status(run, actor, n) {
  if (actor.ended <= n) {
    const { reason } = actor;
    const word = reason === "normal" ? "was done" : reason === "killed" ? "was killed"
      : /^\{?shutdown/.test(reason) ? "was shut down" : "crashed";
    return html`<span class="sign" aria-hidden="true">${sign(reason)}</span> ${word}${" "}
      ${!/^(normal|shutdown|killed)$/.test(reason) && html`<code title=${reason}>${brief(reason, 90)}</code>`}`;
  }
  const waits = run.waits(actor, n);
  if (!waits) return "";
  const text = plain(waits.text || "waits");
  return html`<span class="sign" aria-hidden="true">…</span> ${/^(receives?|sleeps?)\b/.test(text) ? "" : "waits for "}${brief(text, 70)}
    ${waits.other && html` from <b>${nameOf(run, waits.other)}</b>`}`;
}

function Relation({ run, n, label, facts, other }) {
  if (!facts.length) return null;
  const shown = facts.slice(-MOST_RELATIONS);
  return html`<div class="relation"><span class="label">${label}</span>
    ${shown.map((fact) => html` <span class=${fact.from === n ? "fact new" : "fact"}>${other(fact)}</span>`)}
    ${facts.length > shown.length && html` <span class="fact">+${facts.length - shown.length} more</span>`}
  </div>`;
}

function Card({ run, actor, n, go, goToCause, restrict }) {
  const ended = actor.ended <= n;
  const doing = part(run, actor, n);
  const name = nameOf(run, actor.pid);
  const named = run.names(actor, n);
  const waiting = status(run, actor, n);
  const of = (pick) => (fact) => nameOf(run, fact[pick]);
  return html`<article class=${`card ${ended ? "ended" : ""} ${doing}`} data-pid=${actor.pid} aria-label=${name}>
    <header>
      <h3>${name}</h3><span class="pid">${actor.pid}</span>
      ${doing && html`<span class="doing">${doing === "concerned" ? "" : doing}</span>`}
    </header>
    <div class="tags">
      ${actor.isSupervisor && html`<span class="tag"><span aria-hidden="true">▣</span> supervisor</span>`}
      ${named.map((text) => html`<span class="tag" title="its registered name"><span aria-hidden="true">@</span>${text}</span>`)}
      ${run.timers(actor, n).slice(-2).map((timer) => html`<span class="tag" title="a timer is set"><span aria-hidden="true">◔</span> ${brief(plain(timer.text), 30)}</span>`)}
    </div>
    ${ended
      ? html`<button type="button" class="status why" onClick=${() => goToCause(actor.ended)} title="go to the cause">${waiting}</button>`
      : html`${waiting && html`<div class="status">${waiting}</div>`}
        <${Mailbox} run=${run} actor=${actor} n=${n} go=${go} />`}
    <${Relation} run=${run} n=${n} label="linked with" facts=${run.links(actor, n)} other=${of("other")} />
    <${Relation} run=${run} n=${n} label="watches" facts=${run.watches(actor, n)} other=${of("other")} />
    <${Relation} run=${run} n=${n} label="watched by" facts=${run.watchedBy(actor, n)} other=${of("watcher")} />
    <footer>
      <button type="button" class="small" onClick=${() => restrict.circle(actor.pid)}>only its talks</button>
      <button type="button" class="small" onClick=${() => restrict.hide(actor.pid)} aria-label=${`hide ${name}`}>hide</button>
    </footer>
  </article>`;
}

// A card changes only with events that touch its actor: between them the old one is drawn again, and costs nothing. (So
// what it calls must do the same at each step.)
export function Columns({ run, n, filter, actors, go, goToCause, restrict }) {
  const { cards, left } = cardsAt(run, filter, actors, n);
  const drawn = useMemo(() => new Map(), [run]);
  const draw = (actor) => {
    const last = run.lastTouched(actor, n);
    const old = drawn.get(actor.pid);
    if (old && old.last === last && old.isNow === (last === n)) return old.card;
    const card = html`<${Card} key=${actor.pid} run=${run} actor=${actor} n=${n} go=${go} goToCause=${goToCause}
      restrict=${restrict} />`;
    drawn.set(actor.pid, { last, isNow: last === n, card });
    return card;
  };
  return html`<div class="cards-pane">
    ${left > 0 && html`<p class="note">${cards.length} actors of ${(left + cards.length).toLocaleString("en")}: those of this
      event, and those that acted last. The filter finds the others.</p>`}
    <div class="cards">${cards.map(draw)}</div>
  </div>`;
}
