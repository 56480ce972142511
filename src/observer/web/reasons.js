// reasons.js - what the reason of an end means.

// Ends that are no crash. `killed` was asked for by another, so it is none of the actor's own either.
export function isCrash(reason) {
  return !(reason === "normal" || reason === "shutdown" || reason.startsWith("{shutdown") || reason === "killed");
}

// The shape beside the word, so that no colour is needed: a square for a quiet end, a cross for a crash.
export function sign(reason) {
  return isCrash(reason) || reason === "killed" ? "✕" : "■";
}

// `{bad_arg,"a long text"}` on one short line.
export function brief(text, most = 48) {
  return text.length > most ? text.slice(0, most - 1) + "…" : text;
}

// `call chapter::ask` -> `call ask`: the namespaces of C++ help no reader of a run.
export function plain(type) {
  return type.replace(/(?:\b\w+|\(anonymous namespace\))::/g, "");
}
