// api.js - how the page asks the observer: once, as a stream, or to do something. API.md says what it answers.
import { useEffect, useState } from "preact/hooks";

const fields = (given) => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== "" && value !== undefined) query.set(name, value);
  return query.toString();
};

export async function get(path, parameters = {}) {
  const answer = await fetch(`${path}?${fields(parameters)}`);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.text ?? answer.statusText);
  return body;
}

// The token came in the address; without it nothing can be changed.
export const token = () => new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

export async function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Otpp-Token": token() };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.text ?? answer.statusText);
  return said;
}

// A view again and again, as long as it is shown and the page is seen: {data, state}, state is `opening`, `open`, `lost`,
// or `gone`. Of a view with other parameters the old data stay until the new ones come.
export function useView(view, parameters = {}, every = 500) {
  const [got, setGot] = useState({ data: null, state: "opening" });
  const query = fields({ view, every, ...parameters });
  useEffect(() => {
    let source = null;
    let timer = 0;
    const close = () => {
      clearTimeout(timer);
      source?.close();
    };
    const open = () => {
      close();
      if (document.hidden) return;
      source = new EventSource(`/api/updates?${query}`);
      source.onmessage = (message) => setGot({ data: JSON.parse(message.data), state: "open" });
      source.addEventListener("gone", () => {
        close();
        setGot((old) => ({ ...old, state: "gone" }));
      });
      source.onerror = () => {
        setGot((old) => ({ ...old, state: "lost" }));
        // Of itself the browser does not ask again after an error with a status.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 2000);
      };
    };
    open();
    document.addEventListener("visibilitychange", open);
    return () => {
      document.removeEventListener("visibilitychange", open);
      close();
    };
  }, [query]);
  return got;
}
