// mailbox.js - the unread messages of an actor, the oldest first; each leads to its send.
import { html } from "./html.js";
import { brief, plain } from "./reasons.js";

function valueOf({ event }) {
  if (event.what === "exit_signal" || event.what === "down") return event.text;
  return event.value === undefined ? "" : String(event.value);
}

function typeOf({ event }) {
  if (event.what === "exit_signal") return "exit_message";
  return event.what === "down" ? "down" : event.text;
}

function Message({ message, mark, act }) {
  const type = plain(typeOf(message)) || "message";
  const value = valueOf(message);
  return html`<li class=${mark}>
    <button type="button" class="message" onClick=${act} title=${`${type} ${value}: came at event ${message.from}. Go there`}>
      ${mark === "new" && html`<span class="mark">new</span>`}
      ${mark === "taken" && html`<span class="mark">taken</span>`}
      <code>${brief(type, 40)}</code>${value && html`<span class="value">${brief(value, 40)}</span>`}
    </button>
  </li>`;
}

export function Mailbox({ run, actor, n, go }) {
  const { count, shown } = run.mailbox(actor, n);
  const event = run.event(n);
  const moved = run.messageOf(n);
  const taken = moved?.holder === actor.pid && moved.takenAt === n ? moved : null;
  if (!count && !taken) return html`<div class="mailbox empty">mailbox empty</div>`;
  const kept = taken ? shown.slice(0, shown.length - 1 || 1) : shown;
  const more = count - kept.length;
  return html`<div class="mailbox">
    <div class="label">mailbox <b>${count}</b></div>
    <ol>
      ${taken && html`<${Message} key=${"taken"} message=${taken} mark="taken" act=${() => go(taken.from)} />`}
      ${kept.map((message) => html`<${Message} key=${message.position} message=${message}
        mark=${message.from === n && event.other === actor.pid ? "new" : ""} act=${() => go(message.from)} />`)}
      ${more > 0 && html`<li class="more">+${more.toLocaleString("en")} more${" "}
        ${moved?.holder === actor.pid && moved.from === n && moved.gone > n && !kept.includes(moved) && html`
          <span class="mark">newest: ${brief(plain(typeOf(moved)), 24)}</span>`}</li>`}
    </ol>
  </div>`;
}
