// parts.js - small pieces that every view draws alike.
import { html } from "./html.js";
import { nameOf, sentence } from "./describe.js";

// A sentence with its actors and its code set off.
export function Sentence({ run, n }) {
  return sentence(run, n).map((part) =>
    typeof part === "string"
      ? part
      : part.actor !== undefined
        ? html`<b class="who">${nameOf(run, part.actor)}</b>`
        : html`<code>${part.code}</code>`,
  );
}

export function Icon({ path }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>`;
}

export const ICONS = {
  first: "M6 5v14M19 5l-9 7 9 7z",
  back: "M16 5l-9 7 9 7z",
  forward: "M8 5l9 7-9 7z",
  last: "M18 5v14M5 5l9 7-9 7z",
  up: "M6 15l6-6 6 6",
  down: "M6 9l6 6 6-6",
};

export function Button({ icon, label, act, disabled, children, kind }) {
  return html`<button type="button" class=${kind ?? "plain"} aria-label=${label} title=${label} disabled=${disabled}
    onClick=${act}>${icon && html`<${Icon} path=${ICONS[icon]} />`}${children}</button>`;
}
