// known.mjs - a short run with an event of nearly each kind: a worker crashes, and takes its client along.

const [MAIN, SUP, WORKER, CLIENT, NEXT] = ["<0.1>", "<0.2>", "<0.3>", "<0.4>", "<0.5>"];
export const REASON = '{bad_arg,"a </script><b>text</b> & more"}';

export const EVENTS = [
  ["spawn", MAIN, SUP, "sup"], // 1
  ["link", MAIN, SUP, ""],
  ["spawn", SUP, WORKER, "worker"],
  ["link", SUP, WORKER, ""],
  ["monitor", MAIN, CLIENT, "", { id: 1 }], // 5
  ["spawn", MAIN, CLIENT, "client"],
  ["link", CLIENT, WORKER, ""],
  ["register_name", WORKER, WORKER, "till"],
  ["send", MAIN, WORKER, "shop::ping", { position: 1, value: "3", step: 4, could_run: [MAIN, WORKER, CLIENT] }],
  ["send", MAIN, WORKER, "shop::pong", { position: 2 }], // 10
  ["wait", CLIENT, WORKER, "a reply to get"],
  ["receive", WORKER, "", "shop::pong", { position: 2 }],
  ["mark", MAIN, "", "failed: one() == 2"],
  ["set_timer", SUP, MAIN, "tick in 100 ms", { id: 9 }],
  ["exit_signal", WORKER, SUP, REASON, { value: "link", position: 1 }], // 15
  ["exit_signal", WORKER, CLIENT, REASON, { value: "link" }],
  ["exit", WORKER, "", REASON],
  ["down", CLIENT, MAIN, REASON, { position: 1, id: 1 }],
  ["exit", CLIENT, "", REASON],
  ["receive", SUP, "", "exit_message", { position: 1 }], // 20
  ["spawn", SUP, NEXT, "worker"],
  ["link", SUP, NEXT, ""],
  ["register_name", NEXT, NEXT, "till"],
  ["restart", SUP, NEXT, "till"],
  ["timeout", "", MAIN, "tick", { position: 2, id: 9 }], // 25
  ["receive", MAIN, "", "down", { position: 1 }],
  ["drop", MAIN, WORKER, "shop::ping"],
  ["a_kind_of_tomorrow", MAIN, "<0.77>", "?"],
  ["exit_signal", MAIN, NEXT, "kill", { value: "exit" }],
  ["exit_signal", NEXT, SUP, "killed", { value: "link", position: 2 }], // 30
  ["exit", NEXT, "", "killed"],
  ["exit", MAIN, "", "normal"],
];

export const header = (schedule) => ({ otpp_trace: 1, schedule, program: "shop" });

export function lines(events, schedule = "seed:7") {
  const all = events.map(([what, actor, other, text, more], i) =>
    ({ at: 1000 + i * 500_000, what, actor, other, text, position: 0, ...more }));
  return [header(schedule), ...all].map((entry) => JSON.stringify(entry)).join("\n") + "\n";
}

// The last line is not complete, as after a crash.
export const TEXT = lines(EVENTS) + '{"at":99,"wh';

// The same run up to event 11; then the other message is taken.
export const OTHER = lines(EVENTS.map((event, i) =>
  i === 11 ? ["receive", WORKER, "", "shop::ping", { position: 1 }] : event).slice(0, 20), "seed:8").replaceAll("<0.4>", "<0.9>");
