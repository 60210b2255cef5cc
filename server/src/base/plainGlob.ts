import { homedir } from 'node:os';

/** A glob in its plain form, or what is wrong with it: the end of a sentence that begins with its name. */
type PlainGlob =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: string };

const FOLDER = /^\$\{workspace(?:Folder|Root)\}(?=\/|$)/;
/** `+(a|b)` and its like, as some shells have them. */
const SHELL_LIST = /[?*+@!]\([^()]*\||(?:^|\/)[+@!]\([^()]*\)/;

/** Takes the name of the workspace folder from the front of a glob; what is left begins there. Tells of what globs do not have. */
export function withoutVariable(glob: string): PlainGlob {
  const text = glob.replace(FOLDER, '');
  if (text.includes('${')) {
    return wrong('has an unknown variable; write the path itself');
  }
  if (SHELL_LIST.test(text)) {
    return wrong('has a list in round brackets; write it as “{a,b}”');
  }
  return plain(text === '' ? '/**' : text);
}

/** Writes a path as a glob of the settings has it: without `file://`, `~`, `.` and `..`. It has no braces any more. */
export function plainGlob(glob: string): PlainGlob {
  const local = localPath(glob);
  if (local.kind === 'problem') return local;
  const kept: string[] = [];
  const segments = local.text.split('/');
  for (const segment of segments) {
    if (segment === '.') continue;
    if (segment !== '..') {
      kept.push(segment);
      continue;
    }
    const above = kept.pop();
    if (above === undefined || above === '' || above.includes('**')) {
      return wrong(
        'leads out by “..”; write the path from the workspace folder on, or the whole one',
      );
    }
  }
  // What was a path stays one: a name alone would hold in every folder.
  const isPath = kept.length < segments.length && kept[0] !== '';
  return plain(`${isPath ? '/' : ''}${kept.join('/')}`);
}

function localPath(glob: string): PlainGlob {
  if (/^~(?:\/|$)/.test(glob)) return plain(homedir().replaceAll('\\', '/') + glob.slice(1));
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(glob)) return plain(glob);
  const [, path] = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(glob) ?? [];
  if (path === undefined) return wrong('is an address; write a path of this machine');
  try {
    return plain(decodeURI(path));
  } catch {
    return wrong('has a stray “%”; write the path itself');
  }
}

const plain = (text: string): PlainGlob => ({ kind: 'text', text });
const wrong = (problem: string): PlainGlob => ({ kind: 'problem', problem });
