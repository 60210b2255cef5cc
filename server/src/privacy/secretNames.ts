import { pathsMeant } from './documentPaths.ts';
import {
  ONLY_HIDDEN,
  PROJECT_FOLDERS,
  SECRET_EXTENSIONS,
  SECRET_FOLDERS,
  SECRET_NAMES,
  SECRET_PLACES,
} from './secretNameTables.ts';

/** Documents without a name of their own, and files under another name, that hold credentials by their language. */
const SECRET_LANGUAGES = new Set([
  'dotenv',
  'env',
  'netrc',
  'npmrc',
  'pem',
  'terraform-vars',
  'vault',
]);
/** Parts of a name that make it an example, which holds none: `.env.example`, `secrets.schema.json`. */
const EXAMPLE =
  /(?:^|[^a-z])(?:examples?|samples?|templates?|tmpl|tpl|dist|defaults?|schema|skeleton|dummy|placeholder|stub|baseline)(?:[^a-z]|$)/;
/** Programs, pages and notes: they are about secrets, and hold none. */
const SOURCE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?|s?css|less|py|pyi|rb|go|rs|java|kt|kts|scala|cs|fs|vb|c|cc|cpp|h|hpp|m|mm|swift|dart|php|pl|pm|lua|ex|exs|erl|hs|clj|cljs|jl|r|rmd|sql|proto|graphql|md|mdx|rst|adoc|tex|ipynb|snap|tf|hcl|nix|bicep|sh|bash|zsh|fish|ps1|bat|cmd|vim|el|svg|png|j2|erb|jinja2?)$/;
/** Files of values: words in their names tell what they hold. No extension at all is one of them. */
const DATA =
  /^[^.]*$|\.(?:ya?ml|json[5cl]?|toml|ini|cfg|conf|config|cnf|properties|props|xml|plist|txt|csv|tsv|env|vars|enc|edn|sops|dat|db|lst|list|data|sqlite3?|kv|dcf|pass|pickle|pkl|sls)$/;
/** Folders of texts and forms that only speak of passwords. */
const SPOKEN =
  /\/(?:locales?|i18n|l10n|lang|languages|translations|messages|schemas?|wordlists?)\//;

/** Marks that editors and people put before, or behind, the name of a file that they copy. */
const BEFORE = /^(?:\.?#|~\$|\.~lock\.|\.~|~|copy of |backup[-_. ]?(?:of )?|old[-_.]|\._)/;
const BEHIND =
  /(?:~|#|\.~\d{1,9}~|\.sw[a-z]|\.un~|\.(?:bak|bkp|bck|backup|old|orig|original|save|saved|tmp|temp|copy|rej|new|prev|previous|disabled|off|inactive|txt|enc|dec|decrypted|plain|clear|gz|zip|b64|base64|lock|edit|mine|theirs|rpmsave|rpmnew|dpkg-[a-z]{1,8}|ucf-[a-z]{1,8}|part|crdownload)[-_.]?\d{0,14}|[-_. ]?(?:backup|bak|old|copy|orig)|[-_ ]\(?\d{1,14}\)?| ?\(\d{1,3}\)| - copy(?: \(\d{1,3}\))?|\.\d{1,14})$/;
const MOST_COPIES = 4;
const MAX_NAME = 255;

/**
 * True if a document's name or language says that it holds credentials. It is neither sent nor learnt then. `uri` may be a
 * plain path, too. Total, and linear in the length of the name.
 */
export function isSecretName(uri: string, languageId = ''): boolean {
  const paths = [...pathsMeant(uri)];
  if (SECRET_LANGUAGES.has(languageId.toLowerCase())) {
    return !paths.some((path) => EXAMPLE.test(nameIn(path)));
  }
  return paths.some(isSecretPath);
}

function isSecretPath(path: string): boolean {
  const name = nameIn(path).slice(0, MAX_NAME);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (isInSecretFolder(folder, name)) return true;
  return originals(name).some((original) => isSecretFile(folder, original));
}

/** A name, and what it is a copy of. */
function originals(name: string): string[] {
  const found = [name];
  let rest = name;
  for (let times = 0; times < MOST_COPIES; times++) {
    const shorter = rest.replace(BEFORE, '').replace(BEHIND, '');
    if (shorter === rest || shorter === '') break;
    rest = shorter;
    found.push(rest);
    // Vim's `.id_rsa.swp` is of `id_rsa`.
    if (rest.startsWith('.')) found.push(rest.slice(1));
  }
  return found;
}

function isInSecretFolder(folder: string, name: string): boolean {
  if (name.endsWith('.pub')) return false;
  if (SECRET_FOLDERS.some((each) => folder.includes(`/${each.replace(/^\//, '')}/`))) return true;
  if (isOfTool(folder) && isAccount(name)) return true;
  // Docker, Kubernetes and people keep one value a file in such a folder.
  return /\/(?:secrets|credentials|passwords)\//.test(folder) && DATA.test(name);
}

/** True for a hidden folder that is not a project's own: there a tool keeps what is its user's. */
const isOfTool = (folder: string): boolean =>
  folder.split('/').some((each) => /^\.[^.]/.test(each) && !PROJECT_FOLDERS.has(each));

/** Words that make a tool's own file one of secrets, and are plain ones elsewhere. */
const ACCOUNT = new Set(
  'auth authentication oauth account accounts session sessions cookie cookies login logins identity history'.split(
    ' ',
  ),
);
const isAccount = (name: string): boolean =>
  // Files of accounts are named by their addresses.
  /^[^@]+@[^@]+\.json$/.test(name) ||
  (!SOURCE.test(name) &&
    !EXAMPLE.test(name) &&
    DATA.test(name) &&
    wordsOf(name).some((word) => ACCOUNT.has(word)));

function isSecretFile(folder: string, name: string): boolean {
  if (isDotenv(name)) return !isExample(name) && !folder.endsWith('/bin/');
  const isSpoken = SPOKEN.test(folder) && !name.startsWith('.');
  if (isListed(name) && !isSpoken) return true;
  if (SECRET_PLACES.some((place) => `${folder}${name}`.endsWith(`/${place}`))) return true;
  return (
    isKey(name) ||
    isHistory(name) ||
    isDump(name) ||
    isWordPress(name) ||
    isPatterned(name) ||
    (!isSpoken && isExported(name)) ||
    (!isSpoken && !isWorkflow(folder, name) && isCalledSecret(name))
  );
}

/** A workflow names secrets, and holds none. */
const isWorkflow = (folder: string, name: string): boolean =>
  /\/\.(?:github|gitlab|gitea|forgejo|woodpecker)\//.test(folder) && /^[^.].*\.ya?ml$/.test(name);

/** True for a name of the table, with its dot or without it; and for one of a stage or an account, as in `.s3cfg-work`. */
function isListed(name: string): boolean {
  const plain = name.replace(/^[._]/, '');
  const isIn = (each: string): boolean =>
    SECRET_NAMES.has(each) || (!ONLY_HIDDEN.has(each) && SECRET_NAMES.has(`.${each}`));
  if (SECRET_NAMES.has(name) || isIn(plain)) return true;
  if (plain === name || SOURCE.test(name) || EXAMPLE.test(name)) return false;
  return isIn(plain.replace(/[-_.][a-z0-9]*$/, ''));
}

const STAGES =
  'local|prod|production|dev|devel|development|staging|stage|test|testing|qa|uat|preview|ci|live|sandbox|docker|private|secret|secrets|remote|shared|override|backup';
/** `.env` with whatever behind it, `env` with a stage, and whatever before `.env`. */
const DOTENV = new RegExp(
  `^\\.env(?:$|[-_.~ @+\\d]|rc)|\\.env$|^\\.?(?:${STAGES})[-_]env$|^env$|^env[-_.](?:${STAGES})(?:\\.(?:local|txt|enc|json|ya?ml))?$|^\\.environment$|\\.vars$`,
);
/** A declaration of types says which variables there are, and holds none. */
const isDotenv = (name: string): boolean => DOTENV.test(name) && !/\.d\.[cm]?ts$/.test(name);
/** A file that stands in place of an example is none; fastlane reads its own from `.env.default`. */
const isExample = (name: string): boolean =>
  EXAMPLE.test(name) && !/\.(?:local|default)$/.test(name);

const ALGORITHM = 'rsa|dsa|ecdsa|ed25519|ed448|xmss';
const PRIVATE_KEY = new RegExp(
  `^(?:id|identity)[-_](?:${ALGORITHM})(?:$|[-_.@+ \\d])|[-_.](?:${ALGORITHM})$|^ssh_host_.*key$|^identity$`,
);

function isKey(name: string): boolean {
  if (name.endsWith('.pub') || SOURCE.test(name)) return false;
  if (PRIVATE_KEY.test(name)) return true;
  const [extension = ''] = /[^.]*$/.exec(name) ?? [];
  if (extension === name || !SECRET_EXTENSIONS.has(extension)) return isStateOfTerraform(name);
  if (/^(?:docker|container)file\./.test(name)) return false;
  if (CONNECTIONS.has(extension) && SHOWN.test(name)) return false;
  const all = wordsOf(name);
  if (extension === 'pem' && all.some((word) => CERTIFICATE.has(word)) && !all.some(isOfKey)) {
    return false;
  }
  return !(all.some(isPublic) && !all.includes('private'));
}

/** Words of files that hold certificates alone, as certbot and OpenSSL call them. */
const CERTIFICATE = new Set(
  'fullchain chain cert certs cacert cacerts ca dhparam dhparams'.split(' '),
);
const isOfKey = (word: string): boolean => /^(?:priv|private|.*key|combined|all|full)$/.test(word);
/** Extensions that examples have, too. */
const CONNECTIONS = new Set('tfvars ovpn htpasswd netrc pgpass kubeconfig'.split(' '));
const SHOWN = /(?:^|[^a-z])(?:examples?|samples?|templates?)(?:[^a-z]|$)/;

const isPublic = (word: string): boolean => ['public', 'pub', 'pubkey', 'publickey'].includes(word);
const isStateOfTerraform = (name: string): boolean =>
  /\.tf(?:vars|state)(?:\.|$)/.test(name) && !EXAMPLE.test(name);

/** Input that shells, interpreters and database clients remember: what was pasted there is in it. */
const HISTORY =
  /^(?:zhistory|histfile|[a-z]{1,20}_repl_history)$|^(?:bash|zsh|sh|ash|ksh|csh|tcsh|fish|python|ipython|node|node_repl|psql|mysql|sqlite|mongo|redis|rediscli|irb|pry|php|repl|consolehost)_history(?:\.txt|\.jl)?$/;

function isHistory(name: string): boolean {
  if (SOURCE.test(name)) return false;
  if (HISTORY.test(name) || /^\.(?:viminfo|lesshst|mysqlsh|dbshell)/.test(name)) return true;
  return (
    /^[._]/.test(name) && wordsOf(name).some((word) => /(?:hist|history|histfile)$/.test(word))
  );
}

/** Dumps of databases. */
const isDump = (name: string): boolean =>
  name.endsWith('.sql') &&
  wordsOf(name).some((word) =>
    /^(?:db|my|pg|sql)?(?:(?:mysql|pg_?|mongo)?dumps?|backups?|bak)$/.test(word),
  );

/**
 * Tickets of Kerberos, keys of Ethereum, tunnels of WireGuard, environments of clusters, of clients for HTTP and of the secrets of
 * Symfony, headers of boards: named by a pattern.
 */
const PATTERNS = [
  /^krb5cc_|^utc--\d{4}-|^(?:wg\d{1,3}|wireguard)\.conf$|(?:^|[-_.])(?:pkcs8|priv(?:ate)?(?:[-_]?key)?)\.der$|\.pubxml\.user$|^servlist_?\.conf$/,
  /^kube[-_]?config[-_.]|^[a-z0-9]{1,30}[-_]kubeconfig|(?:^|[-_.])openrc(?:\.sh)?$|\.rkestate$/,
  /\.private\.env\.json$|\.postman_(?:environment|globals)\.json$|\.decrypt\.private\.php$|\.secrets?\.php$|connectionstrings\.config$/,
  /^(?:(?:arduino|user[-_]config|wi_?fi|iot|mqtt|my|user|device|board)[-_])?(?:secrets|credentials|creds)\.hp?p?$/,
  /^passwd[-_.]|^htpasswd\.|^wpa_supplicant[-_.].*\.conf$|(?:^|[-_.])(?:api[-_]key|apikey)$|(?:^|[-_])cookies\.txt$|^(?:[a-z]{1,20}[-_.])?(?:pwfile|pwdfile|passwdfile|passwordfile|pass(?:word)?[-_]file|keyfile)$/,
];
const isPatterned = (name: string): boolean =>
  !EXAMPLE.test(name) &&
  !/\.(?:c|go|py|rs|[jt]s|md|sh)$/.test(name.replace(/openrc\.sh$/, '')) &&
  PATTERNS.some((each) => each.test(name));

/** Wallets, and what managers of passwords and browsers export. */
const WALLET =
  /^(?:[a-z]{1,20}[-_.])?wallet(?:[-_.]?\d{1,9}|[-_.](?:backup|old|bak|main|test))?(?:\.(?:dat|json))?$|^(?:[a-z]{1,20}_)?wallet$/;
const EXPORTED =
  /^(?:bw|bitwarden|1password|onepassword|lastpass|keepass(?:xc|x)?|dashlane|enpass|nordpass|roboform|proton[-_ ]?pass|chrome|firefox|edge|safari|brave)[-_ ](?:passwords?|exports?|vault|logins?)[^/]{0,60}\.(?:csv|json|xml|txt|zip)$|^logins\.(?:csv|json)$|\.1p(?:ux|if)$/;
const isExported = (name: string): boolean =>
  WALLET.test(name) || (EXPORTED.test(name) && !EXAMPLE.test(name));

/** Testers of servers find `wp-config` under any extension: people copy it before they change it. */
const isWordPress = (name: string): boolean =>
  /^\.?wp-config[-_.]?/.test(name) && !EXAMPLE.test(name);

/** Words that make a file of values one of secrets, wherever they stand in its name. */
const ALWAYS = new Set(
  'secret secrets credential credentials cred creds passphrase passphrases apikey apikeys keypair keypairs privatekey adminsdk clientsecret authtoken accesstoken htpasswd kubeconfig tfvars'.split(
    ' ',
  ),
);
/** Those that do so as the last word, or the only one. */
const AT_THE_END = new Set('password passwords passwd passwds pwd pass'.split(' '));
const KEY_OF = new Set(
  'api private priv secret access gcp gcloud aws azure google service account signing sign encryption master deploy ssh auth admin root license stripe openai anthropic server client jwt hmac ssl tls age pgp gpg sops luks recovery bitlocker validator node wallet vpn wireguard psk unseal init tsig rndc host storage play'.split(
    ' ',
  ),
);
const TOKEN_OF = new Set(
  'access auth api refresh bearer oauth oauth2 github gitlab npm pypi vault bot session jwt id user deploy slack discord telegram ci personal my'.split(
    ' ',
  ),
);

function isCalledSecret(hidden: string): boolean {
  const name = hidden.replace(/^[._]/, '');
  if (name.endsWith('.secret.exs')) return true;
  if (SOURCE.test(name) || !DATA.test(name) || EXAMPLE.test(name)) return false;
  const stem = name.replace(/\.[^.]*$/, '');
  const words = wordsOf(stem);
  if (words.some(isPublic)) return false;
  // A manifest of Kubernetes says where secrets come from.
  if (/\.ya?ml$/.test(name) && /^(?:store|provider|class)$/.test(words.at(-1) ?? '')) return false;
  if (
    words.some(
      (word) => ALWAYS.has(word) || /.(?:secrets?|credentials|passwords?|passwd)$/.test(word),
    )
  ) {
    return true;
  }
  const last = words.at(-1) ?? '';
  if (
    AT_THE_END.has(last) ||
    /^passwords?\./.test(stem.split(' ').at(-1) ?? '') ||
    /^token(?:\.json|\.txt)?$/.test(name)
  )
    return true;
  // A manifest of Kubernetes names one, and holds no key.
  const isManifest = /\.ya?ml$/.test(name);
  if (stem.includes('serviceaccount') && !isManifest) return true;
  const has = (...all: string[]): boolean => all.every((word) => words.includes(word));
  if ((has('service', 'account') || has('services', 'account')) && !isManifest) return true;
  if (/^(?:phrase|words)$/.test(last) && (has('seed') || has('recovery') || has('mnemonic')))
    return true;
  if (
    words.includes('codes') &&
    ['recovery', 'backup', 'rescue', 'mfa', 'totp', 'otp', 'fa'].some((word) => has(word))
  )
    return true;
  if (has('recovery', 'key') || /^(?:mnemonics?|logins)$/.test(last)) return true;
  if (has('vault', 'password') || has('vault', 'pass') || words.some(isSafe)) return true;
  const before = words.slice(0, -1);
  if (last === 'vault') return /\.ya?ml$/.test(name);
  if (last === 'token') return before.length > 0 || name.endsWith('.pickle');
  if (last === 'tokens' && /\.(?:db|sqlite3?)$/.test(name)) return true;
  if (last === 'pat') return before.some((word) => TOKEN_OF.has(word));
  if (name.endsWith('.json') && words.some((word) => word === 'gcloud' || word === 'gcp'))
    return true;
  if (/^keys?$/.test(last)) return before.some((word) => KEY_OF.has(word));
  return /^tokens?$/.test(last) && (name !== hidden || before.some((word) => TOKEN_OF.has(word)));
}

/** Managers of passwords, which write out what they keep. */
const isSafe = (word: string): boolean =>
  ['bitwarden', 'lastpass', 'keepass', 'keepassxc', 'dashlane', 'nordpass', 'enpass'].includes(
    word,
  );

const wordsOf = (name: string): string[] => name.split(/[^a-z]+/).filter((word) => word !== '');

const nameIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
