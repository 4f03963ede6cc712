// Loaded into a program whose clock is to be stepped while it runs: its parent says by how much, in ms. Only what the time of day is
// changes, as when a machine's clock is set; time that has passed (performance.now, timers) does not.
const RealDate = Date;
let stepMs = 0;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, asked) =>
    Reflect.construct(target, args.length > 0 ? args : [RealDate.now() + stepMs], asked),
  apply: () => new RealDate(RealDate.now() + stepMs).toString(),
  get: (target, key, asked) =>
    key === "now" ? () => RealDate.now() + stepMs : Reflect.get(target, key, asked),
});

if (process.channel) {
  process.on("message", (message) => {
    if (typeof message === "object" && message !== null && "stepMs" in message)
      stepMs = Number(message.stepMs);
  });
  process.channel.unref();
}
