// start.js - the page without a trace: asks for one.
import { html } from "./html.js";

export function Start({ open }) {
  const take = async (list) => {
    const files = await Promise.all([...list].slice(0, 2).map(async (file) => ({ name: file.name, text: await file.text() })));
    if (files.length) open(files);
  };
  const drop = (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  return html`<section class="start" onDragOver=${(event) => event.preventDefault()} onDrop=${drop}>
    <h1>Step through a run</h1>
    <p>Run a program with <code>OTP_TRACE=run.trace</code>, and open that file here. Two files are shown beside each other.</p>
    <label class="primary">Open a trace<input type="file" multiple onChange=${(event) => take(event.target.files)} /></label>
  </section>`;
}
