// app.js - the live page: its views, one at a time; only the one that is shown costs the program anything.
import { useEffect, useState } from "preact/hooks";
import { html } from "../html.js";
import { get } from "./api.js";
import { Overview } from "./overview.js";
import { Processes } from "./processes.js";
import { Process } from "./process.js";
import { Tree } from "./tree.js";
import { Names, Reports } from "./lists.js";
import { Events } from "./events.js";

const VIEWS = { overview: "Overview", processes: "Actors", tree: "Tree", names: "Names", reports: "Reports", events: "Events" };
const DRAWN = { overview: Overview, processes: Processes, tree: Tree, names: Names, reports: Reports, events: Events, process: Process };

// The view stands in the address beside the token: #token=T&view=process&pid=<0.4>
function place() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const view = fields.get("view");
  return { view: view in DRAWN ? view : "overview", pid: fields.get("pid") ?? "" };
}

function go(view, pid) {
  const fields = new URLSearchParams(location.hash.slice(1));
  fields.set("view", view);
  if (pid) fields.set("pid", pid);
  else fields.delete("pid");
  location.hash = fields.toString();
}

export function App() {
  const [at, setAt] = useState(place());
  const [about, setAbout] = useState(null);
  useEffect(() => {
    const moved = () => setAt(place());
    addEventListener("hashchange", moved);
    get("/api/overview").then((data) => {
      setAbout(data);
      document.title = `${data.program} - otp++ observer`;
    }).catch(() => {});
    return () => removeEventListener("hashchange", moved);
  }, []);
  const View = DRAWN[at.view];
  return html`<header class="top">
      <h1>${about?.program ?? "otp++"}</h1>
      ${about && html`<span class="schedule">${about.schedule}</span>`}
      <nav class="tabs" aria-label="views">${Object.entries(VIEWS).map(([name, label]) => html`<button type="button"
        aria-current=${name === at.view ? "page" : undefined} onClick=${() => go(name)}>${label}</button>`)}</nav>
    </header>
    <main class="live"><${View} key=${`${at.view} ${at.pid}`} pid=${at.pid} allows=${about?.allows} open=${(pid) => go("process", pid)} /></main>`;
}
