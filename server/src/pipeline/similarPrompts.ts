import { keyedDigest } from '../base/digest.ts';
import type { SimilarPrompt } from '../domain/generation.ts';

const HASHES = 64;
/** Four hashes a band: found with a chance of one half at a likeness of 0.46, of 0.99 at 0.7. */
const BAND = 4;
const MAX_PROMPTS = 1_000;
const LEAST_LIKENESS = 0.5;
const MOST_OFFERED = 3;

/**
 * Questions of this run by a fingerprint of their word pairs: MinHash with banding (Broder 1997; Indyk, Motwani
 * 1998). Finds what resembles a question; what resembles it is offered, never served as its answer. Keeps
 * fingerprints only.
 */
export class SimilarPrompts {
  readonly #secret: string;
  readonly #prints = new Map<string, Uint32Array>();
  readonly #bands = new Map<string, Set<string>>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  add(cacheKey: string, text: string): void {
    if (this.#prints.has(cacheKey)) return;
    const print = this.#fingerprint(text);
    this.#prints.set(cacheKey, print);
    for (const band of bandsOf(print)) {
      const keys = this.#bands.get(band) ?? new Set();
      this.#bands.set(band, keys.add(cacheKey));
    }
    const [oldest] = this.#prints.keys();
    if (this.#prints.size > MAX_PROMPTS && oldest !== undefined) this.#remove(oldest);
  }

  /** The most alike, best first. */
  candidates(text: string): SimilarPrompt[] {
    const print = this.#fingerprint(text);
    const keys = new Set(bandsOf(print).flatMap((band) => [...(this.#bands.get(band) ?? [])]));
    return [...keys]
      .map((cacheKey) => ({ cacheKey, likeness: likeness(print, this.#prints.get(cacheKey)) }))
      .filter((each) => each.likeness >= LEAST_LIKENESS)
      .sort((one, other) => other.likeness - one.likeness)
      .slice(0, MOST_OFFERED);
  }

  #remove(cacheKey: string): void {
    const print = this.#prints.get(cacheKey);
    this.#prints.delete(cacheKey);
    for (const band of print === undefined ? [] : bandsOf(print)) {
      this.#bands.get(band)?.delete(cacheKey);
      if (this.#bands.get(band)?.size === 0) this.#bands.delete(band);
    }
  }

  #fingerprint(text: string): Uint32Array {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    const pairs = new Set(words.map((word, index) => `${word} ${words[index + 1] ?? ''}`));
    const print = new Uint32Array(HASHES).fill(0xffff_ffff);
    for (const pair of pairs) {
      let hash = Number.parseInt(keyedDigest(this.#secret, [pair]).slice(0, 8), 16);
      for (let index = 0; index < HASHES; index++) {
        hash = mixed(hash + index);
        if (hash < (print[index] ?? 0)) print[index] = hash;
      }
    }
    return print;
  }
}

/** The finalizer of MurmurHash3 (A. Appleby, public domain). */
function mixed(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function bandsOf(print: Uint32Array): string[] {
  const bands: string[] = [];
  for (let at = 0; at < HASHES; at += BAND)
    bands.push(`${at}:${print.slice(at, at + BAND).join()}`);
  return bands;
}

function likeness(one: Uint32Array, other: Uint32Array | undefined): number {
  let same = 0;
  for (let index = 0; index < HASHES; index++) if (one[index] === other?.[index]) same++;
  return same / HASHES;
}
