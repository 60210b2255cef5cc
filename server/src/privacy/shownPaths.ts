import { unescaped } from './localPaths.ts';

/** More of an address is not read. */
const MAX_LENGTH = 20_000;
const MAX_DEPTH = 8;
const MAX_TEXTS = 500;
const MAX_PATHS = 60;
const MAX_PATH = 4_096;
/** An address is put into others, and escaped each time. */
const MOST_DECODINGS = 8;

/** The paths of the file that a document may be a view of. */
export interface ShownPaths {
  readonly absolute: readonly string[];
  /** Those that begin in a folder that is not told, or told elsewhere. */
  readonly relative: readonly string[];
  /** Single words: a file's name, or anything else. */
  readonly words: readonly string[];
  /** False if there is something in the address that cannot be read, and may name a file. */
  readonly isClear: boolean;
}

/**
 * Reads all paths that the address of a view names. Those who make views put the path of their file wherever they like: `git:/a.ts?{"path":"/a.ts"}`, in Base64
 * or digits, as a parameter, as an address in an address.
 */
export function shownPaths(uri: string): ShownPaths {
  const reading = new Reading();
  const isRead = uri.length <= MAX_LENGTH && reading.address(uri, 0);
  const { absolute, relative, words, isWithin } = reading;
  return {
    absolute: [...absolute],
    relative: [...relative],
    words: [...words],
    isClear: isRead && isWithin,
  };
}

const SCHEME = /^\s*[a-z][\w+.-]+:/i;
/** Members and parameters with names of versions. */
const VERSION =
  /^(?:ref|refs|commit|commits|sha\d?|hash|oid|branch|tag|rev|revision|version|scheme|type|mode|status)$/i;
const NAMES = /path|file|name|uri|url/i;

class Reading {
  readonly absolute = new Set<string>();
  readonly relative = new Set<string>();
  readonly words = new Set<string>();
  isWithin = true;
  #texts = 0;

  /** True if an address is understood, like each of the methods below. */
  address(uri: string, depth: number): boolean {
    if (!this.#takes(depth)) return false;
    const at = uri.search(/[?#]/);
    const isHeadRead = this.#head(at === -1 ? uri : uri.slice(0, at), depth);
    if (at === -1) return isHeadRead;
    const rest = uri.slice(at + 1);
    const parts = rest.split(/[?#]/);
    const isJava = /^\s*jdt:/i.test(uri);
    // A `#` may be a letter of a query that nobody has escaped.
    const isJson = parts.length > 1 && decodings(rest).some((form) => this.#json(form, depth + 1));
    const areRead = parts.map((part) =>
      isJava ? this.#javaElement(part) : this.#text(part, depth + 1),
    );
    return isHeadRead && (isJson || areRead.every((isRead) => isRead));
  }

  #takes(depth: number): boolean {
    if (depth > MAX_DEPTH || this.#texts++ > MAX_TEXTS) this.isWithin = false;
    return this.isWithin;
  }

  /** All in front of a query: schemes, an authority, a path. */
  #head(head: string, depth: number): boolean {
    if (!this.#takes(depth)) return false;
    const scheme = SCHEME.exec(head)?.[0] ?? '';
    const rest = head.slice(scheme.length);
    const [, authority = '', path = ''] = /^(?:\/\/([^/]*))?(.*)$/s.exec(rest) ?? [];
    for (const part of decodings(authority).flatMap((form) => form.split(/[+@:]/)))
      this.#coded(part, depth);
    const forms = decodings(path);
    for (const form of forms) {
      this.#path(form, NAMED);
      if (SCHEME.test(form)) this.#head(form, depth + 1);
      for (const part of form.split('!').slice(1)) this.#path(part, NAMED);
      for (const part of form.split('/')) this.#coded(part, depth);
    }
    return isDecoded(forms);
  }

  #text(text: string, depth: number, name = ''): boolean {
    if (!this.#takes(depth)) return false;
    const forms = decodings(text);
    const isStructured = forms.map((form) => this.#form(form, depth, name)).includes(true);
    return isStructured || (isDecoded(forms) && isPlain(forms.at(-1) ?? ''));
  }

  /** True if a text is a structure of a known kind. */
  #form(form: string, depth: number, name: string): boolean {
    if (this.#json(form, depth) || this.#coded(form, depth)) return true;
    if (/^\s*[[{]/.test(form)) return false;
    if (SCHEME.test(form)) this.address(form, depth + 1);
    this.#path(form, name);
    if (!/[=&;]/.test(form)) {
      for (const part of form.split(/[\s"'<>()|,]+/)) this.#path(part, name);
      return false;
    }
    for (const parameter of form.split(/[&;]/)) {
      const at = parameter.indexOf('=');
      this.#text(parameter.slice(at + 1), depth + 1, parameter.slice(0, Math.max(0, at)));
    }
    return false;
  }

  #json(text: string, depth: number): boolean {
    if (!/^\s*[[{"]/.test(text)) return false;
    try {
      this.#value(JSON.parse(text), depth, '');
      return true;
    } catch {
      return false;
    }
  }

  #value(value: unknown, depth: number, name: string): void {
    if (typeof value === 'string') this.#text(value, depth + 1, name);
    else if (typeof value !== 'object' || value === null || !this.#takes(depth)) return;
    else if (Array.isArray(value)) for (const each of value) this.#value(each, depth + 1, name);
    else
      for (const [key, each] of Object.entries(value)) {
        if (/[/\\.]/.test(key)) this.#text(key, depth + 1, name);
        this.#value(each, depth + 1, key);
      }
  }

  /** Text in Base64 or in hexadecimal digits. */
  #coded(text: string, depth: number): boolean {
    const plain = decoded(text.trim());
    if (plain === undefined) return false;
    this.#text(plain, depth + 1, NAMED);
    return true;
  }

  /**
   * The address of a class that Java's language server shows: `=project/\/usr\/lib\/rt.jar=/true=/<java.util(List.class`. What stands between its signs is a
   * path on the disk, or a name of Java's.
   */
  #javaElement(text: string): boolean {
    const forms = decodings(text);
    for (const form of forms)
      for (const part of form.split(/(?<!\\)\/|[=<(]/)) {
        const path = part.replaceAll('\\', '');
        if (path.includes('/')) this.#path(path, NAMED);
        else if (path !== '') this.#add(this.words, path);
      }
    return isDecoded(forms);
  }

  #path(text: string, name: string): void {
    const plain = text.trim();
    if (plain.length > MAX_PATH) this.isWithin = false;
    if (plain === '' || !this.isWithin) return;
    const seen = plain.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
    for (const spelt of new Set([plain, seen, seen.replaceAll('\\', '/')])) {
      // The editor's Git gives some old versions a second extension.
      for (const path of new Set([spelt, spelt.replace(/\.git$/i, '')])) this.#sort(path, name);
    }
  }

  #sort(path: string, name: string): void {
    const isPath = !VERSION.test(name) && (/\/|\.[a-z\d]/i.test(path) || NAMES.test(name));
    if (path.startsWith('/')) this.#add(this.absolute, path);
    else if (/^[a-z]:[/\\]/i.test(path)) this.#add(this.absolute, `/${path}`);
    else this.#add(isPath ? this.relative : this.words, path);
  }

  #add(paths: Set<string>, path: string): void {
    paths.add(path);
    if (paths.size > MAX_PATHS) this.isWithin = false;
  }
}

/** Stands for the name of a member that names a path. */
const NAMED = 'path';

/** A text, and what it is without escapes, as often as it has some. */
function decodings(text: string): readonly string[] {
  const forms = [text];
  for (let form = text; forms.length <= MOST_DECODINGS; ) {
    const next = unescaped(form);
    if (next === form) break;
    forms.push(next);
    form = next;
  }
  return forms;
}

const isDecoded = (forms: readonly string[]): boolean => forms.length <= MOST_DECODINGS;

/** Text in Base64 or in digits; `undefined` for what is neither. */
function decoded(text: string): string | undefined {
  const isHex = /^(?:[\da-f]{2}){4,}$/i.test(text);
  if (!isHex && !/^[\w+/-]{6,}={0,2}$/.test(text)) return undefined;
  const inner = Buffer.from(text, isHex ? 'hex' : 'base64').toString('utf8');
  return isPrintable(inner) && inner.length > 3 ? inner : undefined;
}

const isPrintable = (text: string): boolean => !/[\p{Cc}\ufffd]/u.test(text.replace(/\s/g, ' '));

/** True for words and paths; false for broken JSON, for bytes, and for what is coded in another way. */
const isPlain = (text: string): boolean =>
  !/^\s*[[{]/.test(text) && isPrintable(text) && !isOpaque(text);

/** Longer runs of letters and digits are no names. */
const isOpaque = (text: string): boolean =>
  /[a-z\d+]{65}/i.test(text.replace(/[\da-f]{40,128}/gi, ''));
