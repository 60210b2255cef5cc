import { join, resolve } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { globMatches, type PathGlob, parseGlob } from '../base/pathGlob.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import { type IgnoreVerdict, MAX_EFFORT, namesFrom } from './folderRules.ts';
import { IgnoreFiles, LOOK_AGAIN_MS } from './ignoreFiles.ts';
import { exactPath, nativePath, pathOf } from './localPaths.ts';
import { isInside, realPath, realPathToBe } from './regularFile.ts';
import { isSecretName } from './secretNames.ts';
import { shownPaths } from './shownPaths.ts';

/** Largest document that is served, in UTF-16 units: 5 MB of plain text. */
const MAX_LENGTH = 5 * 1024 * 1024;
const CELL = 'vscode-notebook-cell:';
/** Documents a person edits; `output:`, `git:`, `vscode-scm:` and other virtual ones are left alone. */
const SCHEMES = ['file:', 'untitled:', CELL, 'vscode-remote:'];
/** Documents of which the verdict is remembered. */
const MAX_VERDICTS = 1_000;
/** Folders that a view's address tells, at most, in which its file may lie. */
const MAX_BASES = 4;

/** Reasons why a document is neither sent nor learnt; `lsp/decisionTexts.ts` puts them into words. */
export type Exclusion = 'virtual' | 'secret' | 'excluded' | 'large' | 'binary' | IgnoreVerdict;

/** Globs of the settings; plain data, so that it can be sent to a worker. */
export interface SharingSettings {
  /** Globs of `aurelis.privacy.exclude`. */
  readonly exclude: readonly string[];
  /** Globs of the editor's `files.exclude`: such files are not read from the disk; once opened, they are served. */
  readonly hidden: readonly string[];
}

export const NOTHING_EXCLUDED: SharingSettings = { exclude: [], hidden: [] };

/** A document, as far as it matters whether it is sent. */
type SharedDocument = Pick<LiveDocument, 'uri' | 'languageId' | 'length' | 'isBinary'>;

interface Verdict {
  readonly exclusion: Exclusion | undefined;
  readonly at: number;
}

/**
 * Decides what may be sent to a model or learnt, and what may be read for that: by a file's name, by ignore files, by the
 * settings. Everybody asks it, each time: a verdict is remembered for a moment only.
 */
export class SharingPolicy {
  #folders: readonly string[] = [];
  /** With links followed: a folder may be opened through one. */
  #realFolders: readonly string[] = [];
  readonly #clock: Pick<Clock, 'monotonic'>;
  #ignores: IgnoreFiles;
  readonly #verdicts = new Map<string, Verdict>();
  #exclude: readonly PathGlob[] = [];
  #hidden: readonly PathGlob[] = [];

  constructor(
    folders: readonly string[],
    clock: Pick<Clock, 'monotonic'>,
    settings: SharingSettings = NOTHING_EXCLUDED,
  ) {
    this.#clock = clock;
    this.#ignores = this.#open(folders);
    this.configure(settings);
  }

  /** The workspace has these folders from now on. */
  open(folders: readonly string[]): void {
    this.#ignores = this.#open(folders);
    this.#verdicts.clear();
  }

  /** Takes other settings from now on. Globs that cannot be parsed are left out: who reads the settings tells of them. */
  configure({ exclude, hidden }: SharingSettings): void {
    this.#exclude = exclude.flatMap((glob) => parsed(glob, true));
    this.#hidden = hidden.flatMap((glob) => parsed(glob, false));
    this.#verdicts.clear();
  }

  /** Grows each time that an ignore file is found changed. */
  get changes(): number {
    return this.#ignores.changes;
  }

  /** Looks at all ignore files read so far; true if one has changed, appeared or gone. */
  lookAgain(): boolean {
    return this.#ignores.lookAgain();
  }

  /** Why an open document is left alone; `undefined` for one that is served. */
  exclusionOf(document: SharedDocument): Exclusion | undefined {
    return this.#remembered(document.uri, document.languageId) ?? unsendable(document);
  }

  /**
   * Why a document that an editor only shows is not sent, even where its user asks about it; an old version of a file is as private as the file, and so
   * is one of another machine.
   */
  exclusionOfShown(document: SharedDocument): Exclusion | undefined {
    const uri = document.uri.trim().replace(/^[a-z-]+:/i, (scheme) => scheme.toLowerCase());
    if (SCHEMES.some((scheme) => uri.startsWith(scheme)))
      return this.exclusionOf({ ...document, uri });
    const { absolute, relative, words, isClear } = shownPaths(uri);
    const bases = ['/', ...this.#folders, ...absolute.slice(0, MAX_BASES)];
    const named = relative.flatMap((path) => bases.map((base) => join(base, path)));
    const { languageId } = document;
    for (const path of [...absolute, ...named]) {
      const found = this.#decidePath(resolve(nativePath(path)), languageId);
      if (found !== undefined) return found;
    }
    const isNameless = absolute.length + named.length === 0;
    if (words.some((word) => isSecretName(word))) return 'secret';
    if (isNameless && isSecretName('/', languageId)) return 'secret';
    return isClear ? unsendable(document) : 'virtual';
  }

  /** Why a file or folder on the disk is not read; its path has no links in it. */
  exclusionOfEntry(path: string, isFolder: boolean): Exclusion | 'hidden' | undefined {
    if (!isFolder && isSecretName(path)) return 'secret';
    if (this.#matches(this.#hidden, path)) return 'hidden';
    if (this.#matches(this.#exclude, path)) return 'excluded';
    return isFolder ? this.#ignores.verdictOfFolder(path) : this.#ignores.verdictOf(path);
  }

  /** Returns where a file is that may be read from the disk, links followed; `undefined` if it may not, or lies elsewhere. */
  readable(path: string): string | undefined {
    const real = realPath(path);
    if (real === undefined) return undefined;
    if (!this.#realFolders.some((folder) => isInside(real, folder))) return undefined;
    if (this.exclusionOfEntry(path, false) !== undefined) return undefined;
    const isAllowed = real === path || this.exclusionOfEntry(real, false) === undefined;
    return isAllowed ? real : undefined;
  }

  /**
   * The workspace folder that a file, or a folder, lies in, the innermost one; of a folder around workspace folders, as a repository may be, the first of
   * those. `undefined` for what has to do with none.
   */
  folderOf(uri: string): string | undefined {
    const path = uri.startsWith('file:') ? exactPath(uri.split(/[?#]/, 1)[0] ?? '') : undefined;
    if (path === undefined) return undefined;
    const around = [...this.#folders, ...this.#realFolders].filter((each) => isInside(path, each));
    return around.length === 0
      ? this.#folders.find((each) => isInside(each, path))
      : around.reduce((one, other) => (other.length > one.length ? other : one));
  }

  #open(folders: readonly string[]): IgnoreFiles {
    this.#folders = folders.map((folder) => resolve(folder));
    this.#realFolders = this.#folders.map((folder) => realPath(folder) ?? folder);
    return new IgnoreFiles([...this.#folders, ...this.#realFolders], this.#clock);
  }

  #remembered(uri: string, languageId: string): Exclusion | undefined {
    const now = this.#clock.monotonic();
    // The cells of a notebook, which may be many, lie in one file.
    const key = `${languageId} ${uri.startsWith(CELL) ? uri.split('#', 1)[0] : uri}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined && now - known.at < LOOK_AGAIN_MS) return known.exclusion;
    const exclusion = this.#decide(uri, languageId);
    if (this.#verdicts.size > MAX_VERDICTS) this.#verdicts.clear();
    this.#verdicts.set(key, { exclusion, at: now });
    return exclusion;
  }

  #decide(uri: string, languageId: string): Exclusion | undefined {
    if (!SCHEMES.some((scheme) => uri.startsWith(scheme))) return 'virtual';
    if (isSecretName(uri, languageId)) return 'secret';
    const { path, isRelative } = pathOf(uri);
    if (isRelative) return this.#decideName(path, languageId);
    return this.#decidePath(path, languageId, uri.startsWith('vscode-remote:'));
  }

  /** A name with folders may come to lie in any folder of the workspace. */
  #decideName(name: string, languageId: string): Exclusion | undefined {
    if (!/[/\\]/.test(name)) return undefined;
    return this.#folders
      .map((folder) => this.#decidePath(resolve(folder, name), languageId))
      .find((each) => each !== undefined);
  }

  #decidePath(path: string, languageId: string, isElsewhere = false): Exclusion | undefined {
    const real = isElsewhere ? undefined : realPathToBe(path);
    const places = real === undefined || real === path ? [path] : [path, real];
    if (places.some((place) => isSecretName(place, languageId))) return 'secret';
    if (places.some((place) => this.#matches(this.#exclude, place))) return 'excluded';
    // Another machine's files are not here to be looked at.
    if (isElsewhere) return undefined;
    return places.map((place) => this.#ignores.verdictOf(place)).find((each) => each !== undefined);
  }

  #matches(globs: readonly PathGlob[], path: string): boolean {
    if (globs.length === 0) return false;
    const folders = [...this.#folders, ...this.#realFolders].filter((each) => isInside(path, each));
    // What lies in no folder of the workspace can be named by its whole path.
    const ways = [...folders.map((folder) => namesFrom(folder, path)), namesFrom('', path)];
    const effort = { left: MAX_EFFORT };
    const isMatch = globs.some((glob) => ways.some((way) => globMatches(glob, way, effort)));
    return isMatch || effort.left < 0;
  }
}

function unsendable({ length, isBinary }: SharedDocument): Exclusion | undefined {
  if (length > MAX_LENGTH) return 'large';
  return isBinary ? 'binary' : undefined;
}

const parsed = (glob: string, isAnywhere: boolean): PathGlob[] => {
  const result = parseGlob(glob, isAnywhere);
  return result.kind === 'glob' ? [result.glob] : [];
};
