// large.mjs - a trace of 1,000 actors and 100,000 events: pairs that talk, some that crash and are started anew.

export function large(actors = 1000, events = 100_000) {
  const out = [JSON.stringify({ otpp_trace: 1, schedule: "seed:1", program: "large" })];
  let seed = 12345;
  const random = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  let at = 0;
  const put = (what, actor, other, text, more) => out.push(JSON.stringify({ at: (at += 1000), what, actor, other, text, position: 0, ...more }));
  const [main, sup] = ["<0.1>", "<0.2>"];
  put("spawn", main, sup, "supervisor");
  const living = [];
  let next = 3;
  const start = () => {
    const pid = `<0.${next}>`;
    put("spawn", sup, pid, `worker_${next++}`);
    put("link", sup, pid, "");
    living.push({ pid, sent: 0, unread: [] });
  };
  while (living.length < actors - 2) start();
  while (out.length <= events) {
    const i = random(living.length);
    const me = living[i];
    const dice = random(1000);
    if (dice < 2) {
      put("exit_signal", me.pid, sup, "{runtime_error,\"worn out\"}", { value: "link", position: 0 });
      put("exit", me.pid, "", "{runtime_error,\"worn out\"}");
      living.splice(i, 1);
      start();
      put("restart", sup, living.at(-1).pid, `worker_${i}`);
    } else if (dice < 520 || !me.unread.length) {
      const you = living[random(4) ? random(living.length) : i % 7];
      put("send", me.pid, you.pid, "load::job", { position: ++you.sent, value: String(dice) });
      you.unread.push(you.sent);
    } else {
      put("receive", me.pid, "", "load::job", { position: me.unread.shift() });
    }
  }
  return out.slice(0, events + 1).join("\n") + "\n";
}
