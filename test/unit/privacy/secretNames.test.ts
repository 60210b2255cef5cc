import { strict as assert } from 'node:assert';
import { isSecretName } from '../../../server/src/privacy/secretNames.ts';
import { processorMs } from '../../support/processorTime.ts';
import {
  HARMLESS_NAMES,
  MORE_SECRET_NAMES,
  SECRET_NAMES_OF_A_SCANNER,
  SECRET_NAMES_OF_OTHERS,
} from '../../support/secretNameRows.ts';

describe('names of files that hold secrets', () => {
  it('leaves out every name of the lists that others keep', () => {
    const sent = SECRET_NAMES_OF_OTHERS.filter(
      (name) => !isSecretName(`file:///home/me/app/${name}`),
    );
    assert.deepEqual(sent, []);
    assert.ok(SECRET_NAMES_OF_OTHERS.length >= 150);
  });

  it('leaves out what a scanner looks for, and kinds that no list has', () => {
    const names = [...SECRET_NAMES_OF_A_SCANNER, ...MORE_SECRET_NAMES];
    assert.deepEqual(
      names.filter((name) => !isSecretName(`file:///home/me/app/${name.replaceAll('#', '%23')}`)),
      [],
    );
  });

  it('serves what is only about secrets', () => {
    const refused = HARMLESS_NAMES.filter((name) => isSecretName(`file:///home/me/app/${name}`));
    assert.deepEqual(refused, []);
    assert.ok(HARMLESS_NAMES.length >= 150);
  });

  const KINDS: Readonly<Record<string, string>> = {
    'what a tool keeps of its user in a hidden folder':
      '.config/aerc/accounts.conf .local/share/opencode/auth.json .gemini-cli/session.json .sfdx/me@acme.io.json .foo/oauth.yml',
    'configurations of clouds and clusters':
      '.config/openstack/clouds.yaml deploy/admin-openrc.sh kube_config_cluster.yml cluster.rkestate .cf/config.json etc/gitlab-runner/config.toml',
    'settings of clients of services':
      '.flyrc .dogrc .twurlrc .arcrc .zuliprc .transifexrc .ovh.conf .wakatime.cfg .b2_account_info GitHub.sublime-settings',
    'clients of other machines':
      'confCons.xml ws_ftp.ini .local/share/remmina/nas.remmina http-client.private.env.json dev.postman_environment.json',
    'servers of Java, mail and databases':
      'tomcat-users.xml mgmt-users.properties etc/exim4/passwd.client pgbouncer/userlist.txt mongo-keyfile wallet/cwallet.sso apache/htpasswd.users',
    'headers of boards, and homes':
      'arduino_secrets.h esp/wifi_credentials.h homeassistant/.storage/auth mosquitto/pwfile hostapd.wpa_psk wpa_supplicant-wlan0.conf',
    'codes and keys for recovery':
      'google-backup-codes.txt recovery-codes-gitlab.txt vault/unseal-keys.txt age-key.txt "BitLocker Recovery Key 4F3A.txt"',
    'wallets and chains':
      '.lnd/admin.macaroon monero/main.keys config/priv_validator_key.json .foundry/keystores/me wallet-backup.dat',
    'profiles of browsers': 'Default/Cookies "Default/Login Data" "Default/Login Data For Account"',
    'what tools keep beside a project':
      'local.settings.json .netlify/state.json wireguard.conf pkcs8.der server-private-key.der',
    'secrets that are programs':
      'config/secrets/prod/prod.decrypt.private.php .luarocks/upload_config.lua web.connectionStrings.config',
  };
  for (const [kind, names] of Object.entries(KINDS)) {
    it(`leaves out ${kind}`, () => {
      const all = (names.match(/"[^"]+"|\S+/g) ?? []).map((name) => name.replaceAll('"', ''));
      assert.deepEqual(
        all.filter((name) => !isSecretName(`/home/me/app/${name}`)),
        [],
      );
    });
  }

  it('serves certificates, workflows, examples and a project’s own hidden folders', () => {
    const names =
      'fullchain.pem certs/ca-chain.pem ssl/cacert.pem certs/dhparam.pem example.tfvars sample.auto.tfvars .github/workflows/secrets-scan.yml ' +
      '.github/secret_scanning.yml .gitlab/ci/secret-detection.gitlab-ci.yml Dockerfile.token .storybook/accounts.json .ddev/config.yaml ' +
      '.config/nvim/init.lua .config/starship.toml docs/history.txt data/accounts.json src/auth.yml src/cookies.ts docs/login-data.md certs/ca.der';
    assert.deepEqual(
      names.split(' ').filter((name) => isSecretName(`/home/me/app/${name}`)),
      [],
    );
    assert.equal(isSecretName('/home/me/app/certs/server-key.pem'), true);
    assert.equal(isSecretName('/home/me/app/certs/ca-key.pem'), true);
  });

  const spelt = [
    'FILE:///C:/APP/.ENV',
    'file:///c%3A/app/%2eenv',
    'file:///app/%252eenv',
    'C:\\app\\.env',
    'file:///app/.env?raw#L1',
    'file:///app/#.env%23',
    'file:///app/.env.',
    'file:///app/.env%20',
    'file:///app/.env::$DATA',
    'file:///app/%zz/.env',
    'vscode-notebook-cell:/app/secrets.json#W0sZmlsZQ==',
    'vscode-remote://ssh-remote%2Bhost/app/.env',
    'untitled:/app/.env',
  ];
  for (const uri of spelt) {
    it(`knows ${uri}`, () => assert.equal(isSecretName(uri), true));
  }

  it('goes by the language of a document without a name, but not of an example', () => {
    assert.equal(isSecretName('untitled:Untitled-1', 'dotenv'), true);
    assert.equal(isSecretName('untitled:Untitled-1', 'Dotenv'), true);
    assert.equal(isSecretName('file:///app/.env.example', 'dotenv'), false);
    assert.equal(isSecretName('untitled:Untitled-1', 'typescript'), false);
  });

  it('takes no longer for a hostile name', () => {
    for (const piece of [
      '.env',
      '_rsa',
      '-copy',
      '.bak',
      '%2e',
      '/',
      '.',
      'secret.',
      '_history',
      '~',
      '(1)',
    ]) {
      const ms = processorMs(() =>
        isSecretName(`file:///${piece.repeat(100_000 / piece.length)}!`),
      );
      assert.ok(ms < 500, `${piece}: ${ms} ms`);
    }
  });
});
