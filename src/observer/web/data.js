// data.js - what scripts/show has put into the page: traces, packed, and where to open them.

// {"at": 12 or "failure" or null, "traces": [{"name": "x.trace", "gzip": "base64"}]}; null in the bare page.
export function embedded() {
  const text = document.getElementById("otpp-data")?.textContent.trim();
  return text?.startsWith("{") ? JSON.parse(text) : null;
}

export async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
