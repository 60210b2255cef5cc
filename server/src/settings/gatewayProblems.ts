import type * as z from 'zod';
import type { CommentedJson } from '../base/commentedJson.ts';
import { visible } from '../protocol/plainText.ts';
import { manifestGateway } from './gatewaySchema.ts';
import { nearestOf } from './nearestName.ts';
import { brief, HIDDEN, reasonOf } from './problemTexts.ts';

/** A sentence about a configuration: which member, in which line, why not, what to write instead. It holds no key and no password. */
export interface GatewayProblem {
  /** True where the configuration is used all the same. */
  readonly isWarning: boolean;
  readonly sentence: string;
}

/** Most sentences about one file. */
const MAX_PROBLEMS = 30;
const MAX_PATH = 200;
const MAX_SENTENCE = 600;
/** Members whose texts are told: any other may hold a key in the wrong place. */
const TOLD = /^(?:listen|keys\[\d+\]\.expires)/;
/** Names of members in which people put keys. */
const KEY_NAME = /^(?:(?:api|virtual)[-_]?)?key$|token$|secret|password|^value$/i;

type Placed = Extract<CommentedJson, { readonly value: unknown }>;

/** Collects what is wrong with a configuration. */
export class GatewayProblems {
  readonly list: GatewayProblem[] = [];
  readonly #placeOf: Placed['placeOf'];
  hasErrors = false;

  constructor(placeOf: Placed['placeOf']) {
    this.#placeOf = placeOf;
  }

  /** `what` is the rest of a sentence that begins with the member. */
  tell(path: string, what: string, isWarning = false): void {
    if (this.list.length > MAX_PROBLEMS) return;
    const place = this.#nearestPlace(path);
    const where = place === undefined ? '' : ` (line ${place.line})`;
    const end = what.endsWith('?') ? '' : '.';
    this.add(
      `${path === '' ? 'The file' : visible(path, MAX_PATH)}${where}: ${what}${end}`,
      isWarning,
    );
  }

  add(sentence: string, isWarning: boolean): void {
    this.hasErrors ||= !isWarning;
    if (this.list.length < MAX_PROBLEMS) {
      this.list.push({ isWarning, sentence: visible(sentence, MAX_SENTENCE) });
    } else if (this.list.length === MAX_PROBLEMS) {
      const more = 'There are more problems; mend these first.';
      this.list.push({ isWarning: false, sentence: more });
    }
  }

  /** Everything that a schema says about the value of a member. */
  tellIssues(path: string, value: unknown, error: z.ZodError): void {
    for (const issue of error.issues.slice(0, MAX_PROBLEMS + 1)) {
      const inner = issue.path.reduce<string>(pathOf, path);
      if (issue.code === 'unrecognized_keys') {
        for (const name of issue.keys.slice(0, MAX_PROBLEMS + 1)) this.tellUnknown(inner, name);
        continue;
      }
      const found = issue.path.reduce<unknown>(member, value);
      if (found === undefined) {
        this.tell(inner, HASH.test(inner) ? NO_HASH : 'is missing');
        continue;
      }
      const isTold =
        typeof found !== 'string' || issue.code === 'invalid_value' || TOLD.test(inner);
      this.tell(inner, `${brief(isTold ? found : HIDDEN)} ${reasonOf(issue)}`);
    }
  }

  /** A member that nobody knows: which one is probably meant, or where it belongs. */
  tellUnknown(path: string, name: string): void {
    if (this.list.length > MAX_PROBLEMS) return;
    const inner = pathOf(path, name);
    if (path.startsWith('keys[') && KEY_NAME.test(name)) {
      const instead = 'the file holds only the SHA-256 of a key, as `hash`';
      this.tell(inner, `is not known: ${instead}`);
      return;
    }
    const meant = meantBy(path, name);
    if (meant !== undefined && name.includes('.') && meant === inner) {
      this.tell(inner, 'is not known under this name: write groups as objects in objects');
    } else this.tell(inner, `is not known${meant === undefined ? '' : `. Did you mean ${meant}?`}`);
  }

  /** The place of a member that is not there is that of what it belongs into. */
  #nearestPlace(path: string): { readonly line: number } | undefined {
    for (let at = path; at !== ''; at = at.replace(/(?:^|\.)[^.[\]]*$|\[\d+\]$|.$/, '')) {
      const place = this.#placeOf(at);
      if (place !== undefined) return place;
    }
    return undefined;
  }
}

/** Names that stand elsewhere in the settings. */
const ELSEWHERE = new Map([
  ['cache.redis.url', 'redisUrl'],
  ['port', 'listen'],
  ['host', 'listen'],
  ['keys[].rpm', 'keys[].requestsPerMinute'],
  ['keys[].tpm', 'keys[].tokensPerMinute'],
  ['limits.drainMs', 'limits.drainSeconds'],
  ['limits.timeoutMs', 'limits.requestSeconds'],
]);
const HASH = /^keys\[\d+\]\.hash$/;
const NO_HASH = 'is missing: `aurelis-gateway key` makes a key, and says what to write here';

/** Returns the path of the member that is probably meant, first of those beside it. */
function meantBy(path: string, name: string): string | undefined {
  if (name.length > MAX_PATH) return undefined;
  const of = path.replace(/\[\d+\]/g, '[]');
  const inner = pathOf(of, name);
  const all = knownPaths();
  if (all.includes(inner) || ELSEWHERE.has(inner)) return ELSEWHERE.get(inner) ?? inner;
  const own = of === '' ? '' : `${of}.`;
  const siblings = all.filter((each) => each.startsWith(own)).map((each) => each.slice(own.length));
  const beside = siblings.filter((each) => !/[.[]/.test(each));
  const near =
    nearestOf(name, beside) ?? beside.find((each) => name.length > 2 && each.startsWith(name));
  if (near !== undefined) return `${own}${near}`;
  const last = (each: string) => each.slice(each.lastIndexOf('.') + 1).toLowerCase();
  return all.find((each) => last(each) === last(name));
}

/** The paths of all members, lists as `keys[].name`; the parser of endpoints knows theirs. */
function knownPaths(): string[] {
  const paths: string[] = [];
  const walk = (schema: SchemaNode, path: string): void => {
    for (const [name, inner] of Object.entries(schema.properties ?? {})) {
      paths.push(pathOf(path, name));
      walk(inner, pathOf(path, name));
    }
    if (schema.items !== undefined) walk(schema.items, `${path}[]`);
  };
  walk(manifestGateway(), '');
  return paths.filter((path) => !path.startsWith('endpoints['));
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

function pathOf(path: string, step: PropertyKey): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return path === '' ? String(step) : `${path}.${String(step)}`;
}

const member = (value: unknown, step: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Record<PropertyKey, unknown>)[step]
    : undefined;
