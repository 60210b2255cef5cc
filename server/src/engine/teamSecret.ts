import { stretch } from '../base/stretch.ts';

/** A shorter secret can be guessed by whoever reads the shared cache. */
const MIN_CHARACTERS = 16;
/** The same for all members of a team, so that they make the same key; counts up when the way to make it changes. */
const SALT = 'aurelis team cache secret 1';

const TOO_SHORT = `The team cache secret is shorter than ${MIN_CHARACTERS} characters, so it is not used and no answers are shared. Set a longer one with “Aurelis: Set Team Cache Secret…”, or in the environment variable that aurelis.cache.sharedSecretEnv names.`;

/** The key that a team's secret becomes. A secret is stretched once. */
export class TeamSecret {
  readonly #tell: (message: string) => void;
  readonly #stretch: typeof stretch;
  #known: { readonly secret: string; readonly key: Promise<string> } | undefined;

  /** `tell` is told why a secret is not used. */
  constructor(tell: (message: string) => void, stretchWith: typeof stretch = stretch) {
    this.#tell = tell;
    this.#stretch = stretchWith;
  }

  /** Returns the key; `undefined` without a secret (an empty one is none), and for one that is too short. */
  async keyOf(given: string | undefined): Promise<string | undefined> {
    const secret = given?.trim() ?? '';
    if (secret === '') return undefined;
    if ([...secret].length < MIN_CHARACTERS) {
      this.#tell(TOO_SHORT);
      return undefined;
    }
    if (this.#known?.secret !== secret) {
      this.#known = { secret, key: this.#stretch(secret, SALT) };
    }
    return this.#known.key;
  }
}
