// controls.js - first, back, forward, last, and a slider with the places where something went wrong.
import { useMemo } from "preact/hooks";
import { html } from "./html.js";
import { isCrash } from "./reasons.js";
import { Button } from "./parts.js";

const PLACES = 150; // along the slider: of the signs that would lie on each other the first is drawn

function notable(run) {
  const ticks = [];
  run.events.forEach((event, i) => {
    if (event.what === "mark") ticks.push({ n: i + 1, sign: "⚑", kind: "mark" });
    else if (event.what === "exit" && isCrash(event.text)) ticks.push({ n: i + 1, sign: "✕", kind: "crash" });
  });
  const taken = new Set();
  return ticks.filter((tick) => {
    const at = `${tick.sign}${Math.floor((tick.n * PLACES) / run.length)}`;
    return !taken.has(at) && taken.add(at);
  });
}

export function Controls({ run, n, most, difference, step, goTo, go }) {
  const ticks = useMemo(() => notable(run), [run]);
  const share = (at) => `left:${most > 1 ? ((at - 1) / (most - 1)) * 100 : 0}%`;
  return html`<div class="controls" role="toolbar" aria-label="steps">
    <div class="buttons">
      <${Button} icon="first" label="first event" disabled=${n <= 1} act=${() => goTo(1)} />
      <${Button} icon="back" label="one event back" disabled=${n <= 1} act=${() => step(-1)} />
      <${Button} icon="forward" label="one event forward" kind="primary" disabled=${n >= most} act=${() => step(1)} />
      <${Button} icon="last" label="last event" disabled=${n >= most} act=${() => goTo(most)} />
    </div>
    <div class="slider">
      <input type="range" min="1" max=${most} value=${n} aria-label="event" aria-valuetext=${`event ${n} of ${most}`}
        onInput=${(input) => goTo(Number(input.target.value))} />
      <div class="ticks" aria-hidden="true">
        ${ticks.map((tick) => html`<span key=${tick.n} class=${tick.kind} style=${share(tick.n)} onClick=${() => go(tick.n)}
          title=${`event ${tick.n}`}>${tick.sign}</span>`)}
        ${difference > 0 && html`<span class="difference" style=${share(difference)} onClick=${() => go(difference)} title="here they part">≠</span>`}
      </div>
    </div>
    <output class="count"><b>${n.toLocaleString("en")}</b> of ${most.toLocaleString("en")}</output>
  </div>`;
}
