import type { FileChange } from './diff.ts';
import type { Hunk } from './hunk.ts';

/** Lists of exact versions, which tools write. */
const LOCKS =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.ya?ml|packages\.lock\.json|project\.assets\.json|bun\.lockb?|go\.(?:work\.)?sum|gradle\.lockfile|Package\.resolved|(?:yarn|deno|cargo|composer|gemfile|poetry|uv|pdm|pixi|pipfile|flake|mix|pubspec|podfile|cartfile|conan|shard|rebar|symfony|devenv|npins|\.terraform)\.(?:resolved|lock(?:\.hcl)?))$/i;
const MADE =
  /(?:\.min\.(?:[cm]?js|css)|[.-]bundle\.js|\.(?:[cm]?js|css)\.map|\.pb\.(?:go|cc|h)|_pb2(?:_grpc)?\.pyi?|\.(?:g|freezed|gr)\.dart|\.designer\.(?:cs|vb)|[._-]generated\.\w{1,8}|\.snap)$/i;
const FOLDERS =
  /(?:^|\/)(?:node_modules|\.yarn\/(?:cache|releases)|__snapshots__|__generated__|Pods)\//;
/** Said in the first lines of what is generated, as Go's and Facebook's tools do. */
const SAID = /@generated\b|\bcode generated [^\n]{0,200}\bdo not edit\b|<auto-?generated\b/i;
/** Part of a file in which that is looked for. */
const HEAD = 2_000;
/** Nobody writes lines as long as this, on average, or has one that is longer than that. */
const MEAN_LENGTH = 400;
const MAX_LENGTH = 10_000;
/** UTF-16 units of a file in which long lines are looked for. */
const MAX_READ = 256 * 1024;

/** True for a file that a tool has written: its lines say nothing that its name does not. */
export function isGenerated({ names, hunks }: FileChange): boolean {
  const name = names.at(-1) ?? '';
  if (LOCKS.test(name) || MADE.test(name) || FOLDERS.test(name)) return true;
  if (SAID.test(hunks[0]?.text.slice(0, HEAD) ?? '')) return true;
  let left = MAX_READ;
  return hunks.some((hunk) => {
    const isSeen = left > 0 && isMinified(hunk, left);
    left -= hunk.text.length;
    return isSeen;
  });
}

function isMinified({ text, count }: Hunk, most: number): boolean {
  const length = Math.min(text.length, most);
  for (let start = 0, end = 0; end < length; start = end + 1) {
    const next = text.indexOf('\n', start);
    end = next === -1 ? text.length : next;
    if (end - start > MAX_LENGTH) return true;
  }
  return text.length > MAX_LENGTH / 4 && text.length / count > MEAN_LENGTH;
}
