// help.js - the keys, and what the signs mean.
import { useLayoutEffect, useRef } from "preact/hooks";
import { html } from "./html.js";
import { KEYS } from "./keys.js";
import { Button } from "./parts.js";

export function Help({ isOpen, close }) {
  const dialog = useRef(null);
  useLayoutEffect(() => {
    if (isOpen && !dialog.current.open) dialog.current.showModal();
    if (!isOpen && dialog.current.open) dialog.current.close();
  }, [isOpen]);
  return html`<dialog ref=${dialog} class="help" onClose=${close} aria-label="help">
    <h2>Step through the run</h2>
    <p>Each step is one event. The cards show every actor after that event: what it waits for, and the messages in its
      mailbox, the oldest on top. Click a message to see it being sent; click an end to see what caused it.</p>
    <dl>${KEYS.map(([key, text]) => html`<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`)}</dl>
    <p class="signs"><span>● alive</span> <span>■ has ended</span> <span>✕ crashed, or was killed</span> <span>▣ supervisor</span>
      <span>@ registered name</span> <span>◔ timer</span></p>
    <form method="dialog"><${Button} kind="primary" label="close" act=${close}>Close<//></form>
  </dialog>`;
}
