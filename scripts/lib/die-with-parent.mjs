// Loaded into every process that `npm run up` starts: when up itself is killed, its channel closes, and what it started
// stops as if asked to, instead of holding the port with nobody to look after it. Node hands this on to the children of
// those processes too; they have parents of their own and are left alone.
if (process.channel && process.ppid === Number(process.env.HOOKYARD_PARENT)) {
  process.channel.unref();
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
