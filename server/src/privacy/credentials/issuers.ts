import {
  ALNUM,
  BASE32,
  DOLLARED,
  DOTTED,
  ENCODED,
  LOWER_HEX,
  PADDED,
  type Runs,
  UPPER_CASE,
  URL_SAFE,
  WORD,
} from './characters.ts';
import { isRandom, isVaried } from './values.ts';

/** A form of credential as its issuer documents it, or as it is seen to issue it. */
interface Form {
  readonly prefix: string;
  readonly set: number;
  /** Least length of what follows the prefix. */
  readonly least: number;
  /** Greatest, where a longer text is something else. */
  readonly most: number;
  /** True for a prefix that other names begin with, too: what follows must be random. */
  readonly isCommon: boolean;
}

const SETS: Readonly<Record<string, number>> = {
  alnum: ALNUM,
  word: WORD,
  url: URL_SAFE,
  dotted: DOTTED,
  hex: LOWER_HEX,
  base64: PADDED,
  encoded: ENCODED,
  upper: UPPER_CASE,
  base32: BASE32,
  dollar: DOLLARED,
};

/**
 * One kind a line: the characters that follow, how many at least (and at most), the prefixes. Those behind `~` are common
 * beginnings of other names.
 */
const KINDS = `
upper 16-16 AKIA ASIA ABIA ACCA
alnum 12-30 ~LTAI ~AKID ~AKLT
alnum 30 ghp_ gho_ ghu_ ghs_ ghr_ npm_ pnpm_ nfp_ nfc_ nfo_ nfb_ nfu_ lin_api_ lin_oauth_ ntn_ ~secret_
word 40 github_pat_
url 20 glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- glsoat- glffct- GR1348941
dotted 20 glptt- gloas-
url 20 sk-ant- sk-proj- sk-svcacct- sk-admin- sk-or-v1- sk-lf- pk-lf- ~sk- ~rk- ~pk- ~csk- ~fw- ~pa-
alnum 20 gsk_ xai- pplx- r8_ hf_ api_org_ pcsk_ tgp_v1_ tvly- nvapi- ~pul- ~fw_ ~re_
word 20 ~sgp_
url 20 jina_ lsv2_pt_ lsv2_sk_ nvapi- tgp_v1_ tvly- ~fc- ~re_
url 30 AIza
url 20 GOCSPX- sq0atp- sq0csp- sq0idp- ~EAAA
dotted 20 ya29. ~1//0
alnum 60 ~EAA
url 10 xoxb- xoxp- xoxa- xoxo- xoxr- xoxs- xoxc- xoxd- xoxe- xapp-
dotted 20 xoxe.xoxb- xoxe.xoxp-
alnum 16 sk_live_ sk_test_ rk_live_ rk_test_ sk_prod_ rk_prod_ rzp_live_ rzp_test_
base64 24 whsec_
dollar 20 access_token$production$ access_token$sandbox$
hex 32-32 SK
dotted 50 SG.
hex 32 key- pubkey- shpat_ shpss_ shpca_ shppa_ shpit_ dapi rubygems_
url 50 pypi-
url 20 dckr_pat_ dckr_oat_
hex 40 dop_v1_ doo_v1_ dor_v1_
url 30 HRKU- cfut_ cfat_ cfk_ v1.0- xkeysib- xsmtpsib- shippo_live_ shippo_test_ EZAK EZTK
encoded 30 fo1_ FlyV1 fm1r_ fm1a_ fm2_
alnum 20 vcp_ vck_ vci_ vca_ vcr_
upper 20 NRAK-
url 20 NRII- NRJS- NRRA- NRIQ- NRBR- FLWSECK- FLWSECK_TEST- FLWPUBK-
encoded 30 sntrys_ sntryu_
word 20 glsa_
encoded 20 glc_ ATATT3 ATCTT3 ~ATBB ~ATTA ~ATOA
dotted 20 dp.pt. dp.st. dp.sa. dp.ct. dp.scim. dp.audit. hvs. hvb. hvr.
alnum 22-30 ~s. ~b. ~r.
upper 50 AGE-SECRET-KEY-1 AGE-PLUGIN-
alnum 20 sbp_ sb_secret_ napi_ ~rnd_ ~waka_ ~bkua_ ~ddp_ ~ddw_ ~aio_ ~sm_
url 20 ~tfp_ PMAK- tskey- figd_ figo_ figdr_ ~phx_ ~phs_ essu_ rdme_ CCIPAT_ CCIPRJ_ CLOJARS_ ghv_ xau_ sb_secret_
url 20 pscale_tkn_ pscale_pw_ pscale_oauth_ squ_ sqp_ sqa_ pnu_ ~vtwn_ AIRTABLE_ CMCAPI- mdb_sa_sk_
encoded 30 ops_
dotted 30 ~sl. sk.eyJ eyJrIjoi dt0c01. dt0s01. dt0s16. duffel_live_ duffel_test_ bce-v3/ALTAK- v1.0-
dotted 24 pat-na1- pat-eu1- ~pat. ~pat CFPAT- ico- fio-u- APP_USR- PMAK-
url 30 AQVN
url 30 ~A3- ~tk-us- ~tk-eu-
url 36-36 ~sdk- ~mob- ~rel- ~api-
upper 25-32 API-
alnum 30 AKCp oy2 p8e- ~AP ~cmVmd ~test_ ~live_ SCW secret-token:
alnum 20 ~pk_ ~sk_ ~tok_ ~key_ ~ak_ ~api_ ~pat_ ~at_ ~rt_
url 40 sha256~
`;

const TO_THE_END = 10_000;

function formsOf(line: string): Form[] {
  const [set = '', length = '', ...prefixes] = line.split(' ');
  const [least, most] = length.split('-').map(Number);
  return prefixes.map((prefix) => ({
    prefix: prefix.replace(/^~/, ''),
    set: SETS[set] ?? ALNUM,
    least: least ?? 0,
    most: most ?? TO_THE_END,
    isCommon: prefix.startsWith('~'),
  }));
}

/** Forms by the first two characters of their prefixes. */
const BY_START: Form[][] = [];
for (const form of KINDS.trim().split('\n').flatMap(formsOf)) {
  const start = startOf(form.prefix, 0);
  BY_START[start] = [...(BY_START[start] ?? []), form];
}
/** 1 for two characters with which a prefix begins. */
const IS_START = Uint8Array.from({ length: 1 << 14 }, (_, start) => (BY_START[start] ? 1 : 0));

/** Two characters as one number. */
function startOf(text: string, at: number): number {
  return ((text.charCodeAt(at) & 127) << 7) | (text.charCodeAt(at + 1) & 127);
}

/** The end of the credential of a known issuer that begins at a place; `undefined` where none does. */
export function issuedEnd(text: string, at: number, runs: Runs): number | undefined {
  const begun = startOf(text, at);
  if (IS_START[begun] === 0) return undefined;
  let found = 0;
  for (const { prefix, set, least, most, isCommon } of BY_START[begun] ?? []) {
    if (!text.startsWith(prefix, at)) continue;
    const from = at + prefix.length;
    const last = runs.end(set, from);
    const marked = withoutMarks(text, from, last);
    // One that is just long enough may end with a dash of its own.
    const end = marked - from < least ? last : marked;
    if (end - from < least || end - from > most) continue;
    const body = text.slice(from, Math.min(end, from + 160));
    if (isCommon ? isRandom(body) : isVaried(body)) found = Math.max(found, end);
  }
  return found === 0 ? undefined : found;
}

/** Without dots, dashes and underscores that end a sentence or stand before what follows. */
function withoutMarks(text: string, from: number, end: number): number {
  let last = end;
  while (last > from && '.-_'.includes(text.charAt(last - 1))) last--;
  return last;
}

/** True if a text that ends at `end` begins a credential of an issuer whose prefix nothing else has. */
export function isBegun(text: string, at: number, end: number): boolean {
  const forms = BY_START[startOf(text, at)] ?? [];
  return forms.some(
    ({ prefix, isCommon }) =>
      !isCommon && prefix.length >= 4 && at + prefix.length <= end && text.startsWith(prefix, at),
  );
}
