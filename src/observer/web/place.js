// place.js - the place in the run stands in the page's address: #e=123. Which runs are shown, too: &a=2&b=1.

export function read() {
  const fields = new URLSearchParams(location.hash.slice(1));
  const number = (name) => (/^\d+$/.test(fields.get(name) ?? "") ? Number(fields.get(name)) : undefined);
  return { event: number("e"), left: number("a"), right: number("b") };
}

// A step replaces the place; a jump leaves the old one behind, so that the browser's `back` returns there.
export function write({ event, left, right }, isJump) {
  const hash = `#e=${event}${left ? `&a=${left}` : ""}${right === undefined ? "" : `&b=${right}`}`;
  if (hash === location.hash) return;
  if (isJump) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

export function onChange(act) {
  addEventListener("popstate", act);
  return () => removeEventListener("popstate", act);
}
