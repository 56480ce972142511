// index.js - begins: with the traces in the page, or with a file that the reader chooses.
import { render } from "preact";
import { html } from "./html.js";
import { embedded, unpack } from "./data.js";
import { parse } from "./parse.js";
import { Run } from "./run.js";
import { App } from "./app.js";
import { Start } from "./start.js";

const root = document.getElementById("otpp");

function show(message) {
  render(html`<p class="alert" role="alert">${message}</p>`, root);
}

// files: [{name, text}]
function open(files, at, beside) {
  const runs = [];
  const begins = [];
  for (const { name, text } of files) {
    begins.push(runs.length);
    for (const parsed of parse(text).runs) runs.push(new Run({ ...parsed, file: name, order: runs.length + 1 }));
  }
  if (!runs.length) return show("There is no event in this trace.");
  document.title = `${runs[0].program || files[0].name} - otp++ player`;
  render(null, root);
  render(html`<${App} runs=${runs} at=${at ?? undefined} beside=${beside && begins[1] < runs.length ? begins[1] : undefined} />`, root);
}

async function begin() {
  const data = embedded();
  if (!data) {
    const opened = (files) => {
      try {
        open(files, undefined, files.length > 1);
      } catch (error) {
        show(`This file cannot be shown: ${error.message}`);
      }
    };
    return render(html`<${Start} open=${opened} />`, root);
  }
  const files = [];
  for (const { name, gzip } of data.traces) files.push({ name, text: await unpack(gzip) });
  open(files, data.at, data.traces.length > 1);
}

begin().catch((error) => show(`This trace cannot be shown: ${error.message}`));
