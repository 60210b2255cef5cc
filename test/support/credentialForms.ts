const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const ALNUM = LOWER + LOWER.toUpperCase() + DIGITS;
const HEX = `${DIGITS}abcdef`;
const URL_SAFE = `${ALNUM}-_`;
const BASE64 = `${ALNUM}+/`;

/** Draws texts from a seed; every set of characters that a form mixes is in each of them. */
export class Drawn {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  of(characters: string, length: number): string {
    const draw = () => characters.charAt(Math.floor(this.#random() * characters.length));
    const text = Array.from({ length }, draw).join('');
    // A form that allows dots and dashes does not end with one.
    return /[-_.]$/.test(text) || /^[-_.]/.test(text) ? this.of(characters, length) : text;
  }
  alnum = (length: number): string => this.of(ALNUM, length);
  lower = (length: number): string => this.of(LOWER + DIGITS, length);
  upper = (length: number): string => this.of(LOWER.toUpperCase() + DIGITS, length);
  digits = (length: number): string => this.of(DIGITS, length);
  hex = (length: number): string => this.of(HEX, length);
  url = (length: number): string => this.of(URL_SAFE, length);
  base64 = (length: number): string => this.of(BASE64, length);
  uuid = (): string => [8, 4, 4, 4, 12].map((length) => this.hex(length)).join('-');
}

/** A credential, and the line of code or configuration that it stands in. */
export interface Sample {
  readonly secret: string;
  readonly line: string;
}

type Form = (drawn: Drawn) => Sample;

/** A form that tells itself what it is, whatever it is assigned to. */
const bare =
  (make: (drawn: Drawn) => string): Form =>
  (drawn) => {
    const secret = make(drawn);
    return { secret, line: `connect("${secret}");` };
  };
/** A form that stands in a line of its own making. */
const within =
  (make: (drawn: Drawn) => string, line: (secret: string) => string): Form =>
  (drawn) => {
    const secret = make(drawn);
    return { secret, line: line(secret) };
  };

/** Forms on which the rules were made. The prefixes are in parts, so that no scanner takes this file for a leak. */
export const FORMS: Readonly<Record<string, Form>> = {
  'AWS access key id': bare((of) => `AK${''}IA${of.upper(16)}`),
  'AWS temporary access key id': bare((of) => `AS${''}IA${of.upper(16)}`),
  'AWS secret access key': within(
    (of) => of.base64(40),
    (secret) => `aws_secret_access_key = ${secret}`,
  ),
  'GitHub personal access token': bare((of) => `gh${'p_'}${of.alnum(36)}`),
  'GitHub app token': bare((of) => `gh${'s_'}${of.alnum(36)}`),
  'GitHub fine-grained token': bare((of) => `github${'_pat_'}${of.alnum(22)}_${of.alnum(59)}`),
  'GitLab personal token': bare((of) => `gl${'pat-'}${of.url(20)}`),
  'GitLab deploy token': bare((of) => `gl${'dt-'}${of.url(20)}`),
  'GitLab runner token': bare((of) => `gl${'rt-'}${of.url(20)}`),
  'OpenAI key': bare((of) => `sk${'-'}${of.alnum(20)}T3BlbkFJ${of.alnum(20)}`),
  'OpenAI project key': bare((of) => `sk-${'proj-'}${of.url(74)}T3BlbkFJ${of.url(74)}`),
  'Anthropic key': bare((of) => `sk-${'ant-'}api03-${of.url(93)}AA`),
  'Google API key': bare((of) => `AI${'za'}${of.url(35)}`),
  'Google client secret': bare((of) => `GOC${'SPX-'}${of.url(28)}`),
  'Google access token': bare((of) => `ya${'29.'}a0${of.url(120)}`),
  'Azure storage key': within(
    (of) => `${of.base64(86)}==`,
    (secret) =>
      `"DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${secret};EndpointSuffix=core.windows.net"`,
  ),
  'Azure shared access signature': within(
    (of) => `${of.alnum(43)}%3D`,
    (secret) =>
      `url = "https://shop.blob.core.windows.net/a?sv=2024-11-04&se=2026-01-01&sig=${secret}"`,
  ),
  'Entra client secret': bare((of) => `${of.alnum(3)}8Q~${of.url(34)}`),
  'Slack bot token': bare((of) => `xo${'xb-'}${of.digits(12)}-${of.digits(12)}-${of.alnum(24)}`),
  'Slack webhook': within(
    (of) => `T${of.upper(8)}/B${of.upper(8)}/${of.alnum(24)}`,
    (secret) => `curl https://hooks.slack.com/services/${secret}`,
  ),
  'Discord bot token': bare((of) => `M${of.alnum(23)}.${of.url(6)}.${of.url(27)}`),
  'Discord webhook': within(
    (of) => of.url(68),
    (secret) => `post("https://discord.com/api/webhooks/123456789012345678/${secret}")`,
  ),
  'Telegram bot token': bare((of) => `1${of.digits(9)}:AA${of.url(33)}`),
  'Stripe key': bare((of) => `sk${'_live_'}${of.alnum(24)}`),
  'Stripe webhook secret': bare((of) => `wh${'sec_'}${of.alnum(32)}`),
  'Square token': bare((of) => `sq0${'atp-'}${of.url(22)}`),
  'PayPal token': bare((of) => `access_token$production$${of.lower(16)}$${of.hex(32)}`),
  'Twilio key': bare((of) => `S${'K'}${of.hex(32)}`),
  'Twilio auth token': within(
    (of) => of.hex(32),
    (secret) => `TWILIO_AUTH_TOKEN=${secret}`,
  ),
  'SendGrid key': bare((of) => `S${'G.'}${of.url(22)}.${of.url(43)}`),
  'Mailgun key': bare((of) => `key${'-'}${of.hex(32)}`),
  'Mailchimp key': bare((of) => `${of.hex(32)}-us12`),
  'npm token': bare((of) => `npm${'_'}${of.alnum(36)}`),
  'PyPI token': bare((of) => `py${'pi-'}AgEIcHlwaS5vcmc${of.url(120)}`),
  'RubyGems key': bare((of) => `ruby${'gems_'}${of.hex(48)}`),
  'Docker token': bare((of) => `dckr${'_pat_'}${of.url(27)}`),
  'Hugging Face token': bare((of) => `h${'f_'}${of.alnum(34)}`),
  'DigitalOcean token': bare((of) => `dop${'_v1_'}${of.hex(64)}`),
  'Heroku key': within(
    (of) => of.uuid(),
    (secret) => `export HEROKU_API_KEY="${secret}"`,
  ),
  'Fly token': bare((of) => `fm2${'_'}${of.base64(120)}`),
  'Netlify token': bare((of) => `nf${'p_'}${of.alnum(36)}`),
  'Cloudflare key': within(
    (of) => of.hex(37),
    (secret) => `cloudflare_api_key: ${secret}`,
  ),
  'Databricks token': bare((of) => `da${'pi'}${of.hex(32)}`),
  'Datadog key': within(
    (of) => of.hex(32),
    (secret) => `datadog: { apiKey: '${secret}' }`,
  ),
  'New Relic key': bare((of) => `NR${'AK-'}${of.upper(27)}`),
  'Sentry token': bare((of) => `sntry${'s_'}${of.base64(120)}`),
  'Grafana token': bare((of) => `gl${'sa_'}${of.alnum(32)}_${of.hex(8)}`),
  'Atlassian token': bare((of) => `ATA${'TT3'}${of.url(180)}`),
  'Linear key': bare((of) => `lin${'_api_'}${of.alnum(40)}`),
  'Notion token': bare((of) => `nt${'n_'}${of.alnum(46)}`),
  'Shopify token': bare((of) => `shp${'at_'}${of.hex(32)}`),
  'Doppler token': bare((of) => `dp${'.pt.'}${of.alnum(43)}`),
  'Vault token': bare((of) => `hv${'s.'}${of.url(95)}`),
  'age key': bare((of) => `AGE-SECRET${'-KEY-1'}${of.upper(58)}`),
  'JSON web token': bare((of) => `ey${'J'}${of.url(30)}.ey${'J'}${of.url(60)}.${of.url(43)}`),
  'password in an address': within(
    (of) => of.alnum(12),
    (secret) => `db: postgres://shop:${secret}@db.internal:5432/shop`,
  ),
  'basic authentication': within(
    (of) => Buffer.from(`shop:${of.alnum(12)}`).toString('base64'),
    (secret) => `headers["Authorization"] = "Basic ${secret}"`,
  ),
  'bearer token': within(
    (of) => of.alnum(40),
    (secret) => `curl -H 'Authorization: Bearer ${secret}' https://api.internal/`,
  ),
  'connection string': within(
    (of) => `${of.alnum(8)}!x`,
    (secret) => `"Server=db;Database=shop;User Id=sa;Password=${secret};Encrypt=true"`,
  ),
  'password in code': within(
    (of) => `Hunter${of.digits(3)}!`,
    (secret) => `const dbPassword: string = '${secret}';`,
  ),
  'password in YAML': within(
    (of) => `gate-${of.digits(4)}-keeper`,
    (secret) => `  password: ${secret}`,
  ),
  'token in a file of variables': within(
    (of) => of.alnum(24),
    (secret) => `FOO_TOKEN=${secret}`,
  ),
  'password in XML': within(
    (of) => of.alnum(14),
    (secret) => `<password>${secret}</password>`,
  ),
  'password as an attribute': within(
    (of) => of.alnum(14),
    (secret) => `<add key="DbPassword" value="${secret}" />`,
  ),
  'password of a command': within(
    (of) => of.alnum(14),
    (secret) => `deploy --user shop --password ${secret} --force`,
  ),
  'secret in JSON': within(
    (of) => of.alnum(32),
    (secret) => `{"client_id": "shop", "client_secret": "${secret}"}`,
  ),
  'secret in escaped JSON': within(
    (of) => of.alnum(32),
    (secret) => `body = "{\\"client_secret\\": \\"${secret}\\"}"`,
  ),
  'key as the second argument': within(
    (of) => of.alnum(32),
    (secret) => `define('AUTH_KEY', '${secret}');`,
  ),
  'key where a variable is empty': within(
    (of) => of.alnum(32),
    (secret) => `const apiKey = process.env.API_KEY || '${secret}';`,
  ),
};

/** Texts that look like credentials and are none; nothing in them may be touched. */
export const HARMLESS: Readonly<Record<string, string>> = {
  'an address with stand-ins': 'DATABASE_URL=postgres://user:password@localhost/db',
  'an address for development': 'url: "postgres://postgres:postgres@db:5432/app"',
  'an address with variables': `redis://:\${REDIS_PASSWORD}@cache:6379`,
  'a class of CSS': '.sk-button-primary-hover-background { color: red }',
  'classes of CSS': '<div class="sk-folding-cube-wrapper sk-circle-fade-dot-animation">',
  'a UUID': 'id: "550e8400-e29b-41d4-a716-446655440000"',
  'a commit': 'rev = "da39a3ee5e6b4b0d3255bfef95601890afd80709"',
  'a digest':
    '"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="',
  'an image':
    'src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="',
  'minified code':
    'function a(b,c){var d=b.token,e=c.key;return d===e?f(d):g({token:d,key:e,secret:h})}',
  'a color': 'token: "#a1b2c3", --key-color: #ff00aa99',
  'a name of a type': 'interface Props { password: string; token: Token; apiKey?: ApiKey }',
  'a value from elsewhere': 'const token = process.env.GITHUB_TOKEN ?? readToken(path);',
  'a member': 'this.password = options.password; self.token = config.auth2.token',
  'a call': 'password = getpass.getpass("Enter the password: ")',
  'a tokenizer': 'tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")',
  'a text for people': '"password": "Please enter your new password"',
  'a label': '"password": "Password", "token": "Token", secret: "Geheimnis"',
  'a rule': 'password: "required|min:8|confirmed"',
  'a stand-in': 'api_key = "your-api-key-here"; secret = "changeme"; token = "<token>"',
  'marks that stand for something': 'password: "xxxxxxxx", token: "****************"',
  'a template': `password: {{ .Values.password }}\ntoken: $(cat token)\nsecret: \${{ secrets.TOKEN }}`,
  'a message': 'throw new Error("token: unexpected end of input1 in line 2");',
  'a list of fields': 'const FIELDS = ["password", "username2", "token", "address1"];',
  'a path': 'password_file: /run/secrets/db_password1\ntoken = "/var/run/token2"',
  'a certificate':
    '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\nRTESMBAGA1UEChMJQmFsdGltb3JlMRMwEQYDVQQLEwpDeWJlclRydXN0MSIwIAYD\n-----END CERTIFICATE-----',
  'a word like a prefix': 'hf_hub_download(repo_id), npm_config_registry, xoxo, key-value, SKU1234',
  'a package of the web':
    'import "/assets/index-BnRhD2xS.js"; import chunk from "./vendor_a1b2c3d4.css"',
  'a sentence':
    'Send the bearer token with Basic authentication, or the password behind --password in the shell.',
};
