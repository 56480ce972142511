// parts.js - small pieces of the live page.
import { useState } from "preact/hooks";
import { html } from "../html.js";
import { post } from "./api.js";

export const SIGNS = { running: "●", polling: "●", waiting: "…", ending: "✕" };

export function number(value, digits = 0) {
  return value === null || value === undefined ? "–" : value.toLocaleString("en", { maximumFractionDigits: digits });
}

export function span(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours} h ${minutes} min` : minutes ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

export function clock(at) {
  return new Date(at).toLocaleTimeString();
}

export function Waiting({ state }) {
  return html`<p class="hint">${state === "lost" ? "The program does not answer." : "Waiting for the program."}</p>`;
}

// A pid that leads to its actor.
export function Pid({ pid, shown, open }) {
  return html`<button type="button" class="goes" onClick=${() => open(pid)}>${shown ?? pid}</button>`;
}

// Does something at a click, and tells what came of it. With `asks`, a second click has to confirm.
export function Act({ label, path = "/api/action", body, asks, told }) {
  const [state, setState] = useState("");
  const act = async () => {
    if (asks && state !== "asks") {
      setState("asks");
      setTimeout(() => setState((now) => (now === "asks" ? "" : now)), 4000);
      return;
    }
    setState("busy");
    try {
      const said = await post(path, body());
      told({ ok: true, text: said.state !== undefined ? `${said.class}: ${said.state ?? "shows no state"}` : `${label}: done` });
    } catch (error) {
      told({ ok: false, text: `${label}: ${error.message}` });
    }
    setState("");
  };
  return html`<button type="button" class=${`plain ${state}`} disabled=${state === "busy"} onClick=${act}>${
    state === "asks" ? `${label}: sure?` : label}</button>`;
}

export function Told({ what }) {
  return html`<p class="told" role="status">${what && html`<span aria-hidden="true">${what.ok ? "✓" : "✕"}</span> ${what.text}`}</p>`;
}
