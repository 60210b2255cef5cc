import { strict as assert } from 'node:assert';
import { credentialsIn } from '../../../server/src/privacy/credentials.ts';
import { Substitution } from '../../../server/src/privacy/substitution.ts';
import { seededRandom } from '../../../tools/random.ts';
import { Drawn } from '../../support/credentialForms.ts';

/** A password as a person chooses one. */
const PASSWORD = 'Tulip-barrel-47';
const of = new Drawn(seededRandom(1507));
const KEY = of.hex(64);
const TOKEN = `${of.alnum(27)}7aQ`;

const masked = (text: string): string => {
  let out = '';
  let from = 0;
  for (const { start, end } of credentialsIn(text)) {
    out += `${text.slice(from, start)}✕`;
    from = end;
  }
  return out + text.slice(from);
};

/** By kind: lines in which `✕` stands for the value. */
const KINDS: Readonly<Record<string, readonly [value: string, ...lines: string[]]>> = {
  'an argument of a login': [
    PASSWORD,
    'new NetworkCredential("svc", "✕")',
    'server.login("me", "✕")',
    'requests.get(url, auth=("svc", "✕"))',
  ],
  'what takes the place of a variable, or is made of the value': [
    PASSWORD,
    'password = process.env.PW || "✕"',
    'password = process.env.PW ?? "✕"',
    'password = os.getenv("DB_PASSWORD", "✕")',
    "$password = getenv('DB_PASSWORD') ?: '✕';",
    'password = isLocal ? env.PASSWORD : "✕"',
    'password = env.password if is_live else "✕"',
    'password: { value: "✕" }',
    'const getPassword = () => "✕"',
    'password = new String("✕")',
    'password = ["✕"]',
  ],
  'a credential behind its scheme': [PASSWORD, 'headers.Authorization = "Bearer ✕"'],
  'the third argument of a connection': [
    PASSWORD,
    'mysqli_connect("db", "root", "✕", "shop")',
    'DriverManager.getConnection(url, "root", "✕")',
  ],
  'a user and a password that are encoded': [PASSWORD, 'btoa("svc:✕")'],
  'a key beside what it belongs to': [
    KEY,
    'Client("AC1", "✕")',
    'new Wallet("✕")',
    'algoliasearch("APP", "✕")',
  ],
  'a setter': [
    PASSWORD,
    'ds.setPassword("✕")',
    "define('DB_PASSWORD', '✕')",
    'props.put("password", "✕")',
  ],
  'a statement of SQL': [
    PASSWORD,
    "CREATE USER app WITH PASSWORD '✕';",
    "ALTER USER root IDENTIFIED BY '✕';",
    "CREATE USER a IDENTIFIED WITH mysql_native_password BY '✕';",
  ],
  'an option': [
    PASSWORD,
    'mysqldump -u root -p✕ shop',
    'redis-cli -a ✕ ping',
    'zip -P ✕ out.zip dir',
    'ldapsearch -w ✕ -b dc=x',
    'smbclient //nas/x -U me%✕',
    'keytool -list -storepass ✕',
    'docker login -u ci -p ✕',
  ],
  'a phrase of PowerShell': [PASSWORD, 'ConvertTo-SecureString "✕" -AsPlainText -Force'],
  'a data source': [
    PASSWORD,
    'sql.Open("mysql", "root:✕@tcp(db:3306)/shop")',
    '"jdbc:oracle:thin:scott/✕@//db:1521/X"',
  ],
  'a function or a property, whose name stands before its bracket': [
    PASSWORD,
    'function getPassword() {\n  return "✕";\n}',
    'public String getDbPassword() {\n    return "✕";\n}',
    "def password(self) -> str:\n    return '✕'\n",
    'func smtpPassword(env string) string {\n\treturn `✕`\n}',
    'get password() { return "✕" }',
    'val dbPassword: String by lazy { "✕" }',
    'private val apiSecret by lazy {\n    "✕"\n}',
  ],
  'a column of a table': [
    PASSWORD,
    "INSERT INTO users (name, password) VALUES ('ann', '✕');",
    "insert into `users` (`id`, `password`, `note`)\nvalues\n  (1, '✕', 'it''s (new), yes');",
    "INSERT INTO accounts(pwd, id) VALUES ('✕', 7)",
  ],
  'a string that begins with a letter': [
    PASSWORD,
    'my $password = q(✕);',
    'my $password = qq{✕};',
    'password = %q[✕]',
    'config = %{password: ~s(✕)}',
    'my %c = (password => q|✕|);',
  ],
  'a tuple, a keyword, a macro': [
    PASSWORD,
    '{password, "✕"}',
    '{:user "x" :password "✕"}',
    '#define WIFI_PASSWORD "✕"',
  ],
  'an element': [
    PASSWORD,
    '<password><![CDATA[✕]]></password>',
    '<key>Password</key>\n<string>✕</string>',
    'variable "db_password" {\n  default = "✕"\n}',
  ],
  'a line of its own': [
    TOKEN,
    'machine host\n  login me\n  password ✕',
    'access_token:\n  ✕\n',
    'Unseal Key 1: ✕',
    'secret: &anchor "✕"',
    'API_TOKEN = (\n    "✕"\n)',
  ],
  'a name of another language, or of a server': [
    PASSWORD,
    'mot_de_passe = "✕"',
    'motDePasse: "✕"',
    'heslo = "✕"',
    'db_passord: "✕"',
    'clave = "✕"',
    'const dbMdp = "✕"',
    'port 6379\nrequirepass ✕\n',
  ],
  'a cookie': [TOKEN, 'Cookie: theme=dark; sessionid=✕; lang=en'],
};

describe('credentials by the kind of code around them', () => {
  for (const [kind, [value, ...lines]] of Object.entries(KINDS)) {
    it(`finds them in ${kind}`, () => {
      assert.deepEqual(
        lines.map((line) => masked(line.replace('✕', value))),
        lines,
      );
    });
  }

  it('finds each part of a value that is joined', () => {
    const parts = [of.alnum(22), of.alnum(22)] as const;
    for (const between of ['" +\n  "', '"\n    "', '" & _\n "', '"\n  . "', '", "']) {
      const text = `const apiSecret = "${parts.join(between)}";`;
      assert.equal(masked(text), `const apiSecret = "${['✕', '✕'].join(between)}";`);
    }
    const block = `encryption_key: |\n  ${parts.join('\n  ')}\nnext: 1`;
    assert.equal(masked(block), 'encryption_key: |\n  ✕\n  ✕\nnext: 1');
  });

  it('reads a statement for as many rows and values as it looks at, and no more', () => {
    const rows = Array.from({ length: 60 }, () => `('${PASSWORD}', 1)`).join(', ');
    const text = masked(`INSERT INTO t (password, id) VALUES ${rows}`);
    assert.equal(text.split('✕').length - 1, 50);
    const late = `INSERT INTO t (id, password) VALUES ('${'a '.repeat(1_000)}', '${PASSWORD}')`;
    assert.equal(masked(late), late);
  });

  it('takes no expression that begins with a string for what a function returns', () => {
    const text = 'function isToken(credential) {\n  return "getOAuth2Token" in credential;\n}';
    assert.equal(masked(text), text);
  });

  it('finds the phrase of a wallet, and no sentence', () => {
    const words =
      'ladder orbit velvet anchor museum tonight cactus harvest puzzle ribbon glove swift';
    assert.equal(masked(`MNEMONIC="${words}"`), 'MNEMONIC="✕"');
    assert.equal(masked(`words = "${words}"`), `words = "${words}"`);
  });

  it('leaves calls, options and lists without a credential as they are', () => {
    const lines = [
      'self.login("admin", password)',
      'client = Client("localhost", 8080)',
      'await connect("mongodb://localhost:27017/test", "app", "shop");',
      'setPassword(event.target.value);',
      'mkdir -p build/output7',
      'mysql -u root -p"$MYSQL_PASSWORD" shop',
      "CREATE USER app WITH PASSWORD :'password';",
      'Client("3f2b8c1e-9a47-4d21-b0c3-5e6f7a8b9c0d")',
      `const sha = Buffer.from("${of.base64(44)}")`,
      "names = ['opaqueQueueTriggerToken', 'sfntDescriptorHeader', 'sfntFontFeatureName']",
      'sessionId = crypto.randomUUID();',
      'const impasse = "Tulip-barrel-47"',
    ];
    assert.deepEqual(lines.map(masked), lines);
  });

  it('takes linear time for hostile calls and joints', () => {
    for (const text of [
      'connect("a", '.repeat(20_000),
      `token = "${KEY}" + "`.repeat(5_000),
      `(password) VALUES ${"('a''".repeat(20_000)}`,
      `(password) VALUES ${"('',".repeat(20_000)}`,
    ]) {
      assert.ok(credentialsIn(text).length <= text.length);
    }
  }).timeout(20_000);
});

describe('an answer beside a credential', () => {
  const restoredOf = (text: string): string | undefined => {
    const found = credentialsIn(text);
    const credentials = found.map(({ start, end }) => text.slice(start, end));
    const substitution = new Substitution('secret', credentials, [text]);
    const sent = substitution.replaced(text, found);
    for (const credential of credentials) assert.ok(!sent.includes(credential));
    return substitution.restored(sent, '');
  };

  it('may repeat the lines of a private key', () => {
    const lines = [of.base64(64), of.base64(64), of.base64(30)];
    const text = `-----BEGIN ${'PRIVATE'} KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
    assert.equal(restoredOf(text), text);
    const escaped = `KEY="${text.trimEnd().replaceAll('\n', '\\n')}"`;
    assert.equal(restoredOf(escaped), escaped);
  });

  it('may repeat a placeholder that is written together with what stands before it', () => {
    const text = `mysqldump -u root -p${PASSWORD} shop`;
    assert.equal(restoredOf(text), text);
  });
});
