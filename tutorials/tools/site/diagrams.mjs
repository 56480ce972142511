// diagrams.mjs - draws Mermaid's charts into SVG files, in a browser without a window, for light and for dark pages.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { chromium } from "playwright-core";

export async function draw(diagrams, folder) {
  mkdirSync(folder, { recursive: true });
  const script = readFileSync(createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js"), "utf8");
  const browser = await chromium.launch({ executablePath: process.env.OTPP_CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage();
  await page.setContent("<!doctype html><html><body></body></html>");
  await page.addScriptTag({ content: script });
  for (const [name, theme] of [["light", "default"], ["dark", "dark"]]) {
    await page.evaluate((chosen) => {
      // Texts of SVG's own: a picture may hold no HTML.
      window.mermaid.initialize({ startOnLoad: false, theme: chosen, htmlLabels: false, flowchart: { htmlLabels: false },
        class: { htmlLabels: false }, fontFamily: "sans-serif", deterministicIds: true });
    }, theme);
    for (const { name: each, text } of diagrams) {
      const svg = await page.evaluate(async ([id, source]) => {
        const { svg: drawn } = await window.mermaid.render(id, source);
        // A picture is as large as it says itself.
        const holder = document.createElement("div");
        holder.innerHTML = drawn;
        const box = holder.querySelector("svg").viewBox.baseVal;
        holder.querySelector("svg").setAttribute("width", Math.ceil(box.width));
        holder.querySelector("svg").setAttribute("height", Math.ceil(box.height));
        return new XMLSerializer().serializeToString(holder.querySelector("svg"));
      }, [`c${each.replaceAll(/\W/g, "-")}`, text]);
      writeFileSync(join(folder, `${each}-${name}.svg`), svg);
    }
  }
  await browser.close();
}
