import { readdirSync } from 'node:fs';
import { queryObjects } from 'node:v8';
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads';

/**
 * Loaded into a server's process before it (`node --import`). On SIGUSR2 it writes one line of JSON to stderr and begins
 * anew: the longest time for which the event loop did not turn, in milliseconds of the clock and in milliseconds of
 * processor time of the main thread, the time that 99 of 100 turns did not exceed, the process's memory, and that of its other threads. With `--expose-gc` all threads
 * collect garbage before they look, and the main thread counts its objects.
 */
const channel = new BroadcastChannel('process watch');
// Others may make the process's time pass faster.
const { setTimeout, clearTimeout } = globalThis;
/** Longest wait for another thread, in milliseconds. */
const THREAD_MS = 10_000;
/** Turns of the event loop that are kept: ten minutes of them. */
const MOST_TURNS = 600_000;

/** Bytes that this thread holds. The second collection takes what finalizers of the first have left. */
function held() {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { heapUsed, external };
}

function watchMainThread() {
  let longest = { wallMs: 0, cpuMs: 0 };
  let turns = [];
  const p99 = (name) => {
    const sorted = turns.map((each) => each[name]).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  };
  const processorMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let last = { wall: performance.now(), cpu: processorMs() };
  const turn = () => {
    const now = { wall: performance.now(), cpu: processorMs() };
    const wallMs = now.wall - last.wall;
    const cpuMs = now.cpu - last.cpu;
    longest = { wallMs: Math.max(longest.wallMs, wallMs), cpuMs: Math.max(longest.cpuMs, cpuMs) };
    if (turns.length < MOST_TURNS) turns.push({ wallMs, cpuMs });
    last = now;
  };
  setInterval(turn, 1).unref();

  const threads = new Set();
  let answers = new Map();
  let answered = () => undefined;
  channel.onmessage = ({ data }) => {
    threads.add(data.from);
    if (data.held === undefined) return;
    answers.set(data.from, data.held);
    if (answers.size === threads.size) answered();
  };

  const askThreads = async () => {
    answers = new Map();
    if (threads.size === 0) return;
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, THREAD_MS);
      answered = () => {
        clearTimeout(timer);
        resolve();
      };
      channel.postMessage('look');
    });
  };

  process.on('SIGUSR2', async () => {
    turn();
    const { wallMs, cpuMs } = longest;
    await askThreads();
    const { heapUsed, external } = held();
    const { rss } = process.memoryUsage();
    const descriptors = readdirSync('/proc/self/fd').length;
    const sum = (name) => [...answers.values()].reduce((all, each) => all + each[name], 0);
    const others = { threadsHeapUsed: sum('heapUsed'), threadsExternal: sum('external') };
    const objects = globalThis.gc === undefined ? 0 : queryObjects(Object, { format: 'count' });
    const quantiles = { p99WallMs: p99('wallMs'), p99CpuMs: p99('cpuMs'), turns: turns.length };
    const told = {
      wallMs,
      cpuMs,
      ...quantiles,
      rss,
      heapUsed,
      external,
      descriptors,
      objects,
      ...others,
    };
    process.stderr.write(`watch ${JSON.stringify(told)}\n`);
    last = { wall: performance.now(), cpu: processorMs() };
    longest = { wallMs: 0, cpuMs: 0 };
    turns = [];
  });
}

function watchOtherThread() {
  channel.onmessage = ({ data }) => {
    if (data === 'look') channel.postMessage({ from: threadId, held: held() });
  };
  channel.postMessage({ from: threadId });
}

if (isMainThread) watchMainThread();
else watchOtherThread();
channel.unref();
