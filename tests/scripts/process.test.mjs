/** Children of the scripts: what they report, and that none is left behind. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { capture, run, startService } from "../../scripts/lib/process.mjs";

const LIB = new URL("../../scripts/lib/process.mjs", import.meta.url).href;

/** @type {(script: string) => [string, string[]]} */
const shell = (script) => ["sh", ["-c", script]];

function service(script, timeoutMs = 10_000) {
  const [command, args] = shell(script);
  return startService({ name: "the service", command, args, ready: /^ready (\d+)$/, timeoutMs });
}

/** Resolves when no process has that id; the test's own time-out is the limit. */
async function gone(pid) {
  for (;;) {
    const state = await capture("ps", ["-o", "stat=", "-p", String(pid)]);
    if (!state || state.startsWith("Z")) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a command that fails says which it was and how it ended", async () => {
  await assert.rejects(run(...shell("exit 3")), { message: "sh -c exit 3: exit code 3" });
  await assert.rejects(run(...shell("kill -9 $$")), { message: "sh -c kill -9 $$: ended by SIGKILL" });
  await assert.rejects(run("no-such-program", []), /^Error: no-such-program: .*ENOENT/);
});

test("a quiet command's output is in its error", async () => {
  await assert.rejects(
    run(...shell("echo one; echo two >&2; exit 4"), { quiet: true }),
    (/** @type {Error} */ error) => {
      assert.deepEqual(error.message.split("\n").sort(), [
        "one",
        "sh -c echo one; echo two >&2; exit 4: exit code 4",
        "two",
      ]);
      return true;
    },
  );
});

test("a command that takes too long is ended", async () => {
  await assert.rejects(run("sleep", ["1000"], { timeoutMs: 100 }), { message: "sleep: not done after 0.1 s" });
});

test("output is captured from a command that succeeds only", async () => {
  assert.equal(await capture("echo", [" text "]), "text");
  assert.equal(await capture(...shell("echo text; exit 1")), undefined);
  assert.equal(await capture("no-such-program", []), undefined);
});

test("a service that ends before it is ready is an error with its output", async () => {
  await assert.rejects(service("echo why; exit 9"), (/** @type {Error} */ error) => {
    assert.match(error.message, /^the service did not start: .*exit code 9\nwhy$/s);
    return true;
  });
});

test("a service that never gets ready is an error with its output, and is ended", async () => {
  const error = await service("echo $$; sleep 1000", 300).then(
    () => assert.fail("it started"),
    (reason) => reason,
  );
  const [first, pid] = error.message.split("\n");
  assert.equal(first, "the service was not ready after 0.3 s");
  assert.match(pid, /^\d+$/);
  await gone(pid);
});

test("stop ends what the service started, even if the service ignores it", async () => {
  const started = await service("trap '' TERM; sleep 1000 & echo ready $!; while :; do wait; done");
  await started.stop();
  await gone(started.match[1]);
});

test("what a service started ends when the service dies by itself", async () => {
  const started = await service("sleep 1000 & echo ready $!; sleep 0.2; exit 2");
  assert.deepEqual(await started.ended, { code: 2, signal: null });
  await gone(started.match[1]);
});

for (const [signal, code] of /** @type {const} */ ([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])) {
  test(`${signal} ends a script and its children`, async () => {
    const script = `
      import { startService, stopOnSignals, run } from ${JSON.stringify(LIB)};
      stopOnSignals();
      const { match } = await startService({
        name: "it", command: "sh", args: ["-c", "sleep 1000 & echo ready $!; wait"], ready: /^ready (\\d+)$/, timeoutMs: 10000,
      });
      console.log(match[1]);
      await run("sleep", ["1000"]);
      console.log("went on");
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout });
    const [pid] = await once(lines, "line");
    lines.on("line", (line) => assert.fail(line));
    child.kill(signal);
    assert.deepEqual(await once(child, "exit"), [code, null]);
    await gone(pid);
  });
}
