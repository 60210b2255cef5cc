const rows = (text: string): string[] => text.trim().split(/\s*\n\s*| {2,}/);

/**
 * Names of files that hold credentials, as lists of others know them: the rules of scanners (gitrob, detectors of files that
 * should not be committed), a repository made to leak (leaky-repo), searches that people share, word lists of testers, and
 * what agents must not read. In our own order and words; the rules were written before it was looked at.
 */
export const SECRET_NAMES_OF_OTHERS: readonly string[] = rows(`
  .env  .env.local  .env.dev  .env.development  .env.prod  .env.production  .env.staging  .env.test  .env.ci
  .env.bak  .env.backup  .env.old  src/ui/.playwright.env  secrets.env  .env.dev.local  .env~  .env.swp  .env.save  env.backup
  .aws/credentials  aws_credentials  .aws/config  service_account.json  service-account-prod.json  serviceaccount.json
  gcloud-service.json  .gcp-credentials.json  .gcp_credentials_prod.json  application_default_credentials.json
  .azure/credentials  azure_credentials.json  .azure/accessTokens.json  .config/gcloud/credentials.db
  id_rsa  id_dsa  id_ecdsa  id_ed25519  github_rsa  deploy_ed25519  work_ecdsa  old_dsa  server.pem  private.key  deploy_key
  signing-key  client.p12  cert.pfx  release.jks  upload.keystore  idea14.key  putty-example.ppk  misc-keys/cert-key.pem
  bundle.pkcs12  mail.asc  otr.private_key  office.ovpn  azure.cscfg  desktop.rdp  disk.bek  disk.tpm  disk.fve
  vault.psafe3  passwords.kdb  team.kdbx  login.agilekeychain  System.keychain  money.gnucash  default.kwallet
  credentials.json  credentials.yml  credentials.yaml  credentials.xml  .credentials  cloud/.credentials
  secrets.json  secret.json  secrets.yaml  secrets.yml  secrets.xml  secrets.toml  web/ruby/secrets.yml
  passwords.txt  my-passwords.txt  passwd  etc/passwd  .htpasswd  etc/shadow  proftpdpasswd
  api_key.txt  api-keys.txt  apikey  apikey.txt
  terraform.tfstate  terraform.tfstate.backup  prod.tfstate  terraform.tfvars  prod.auto.tfvars
  vault.yml  group_vars/all/vault.yaml  group_vars/prod/my-vault.yml
  .kube/config  kubeconfig  prod.kubeconfig  .docker/config.json  docker-config.json  docker_config.json  .dockercfg  .docker/.dockercfg
  .my.cnf  .pgpass  db/.pgpass  dump.sql  backup.sql  db_backup.sql  prod-dump.sql  users.sqldump
  .github-token  .github_token  github_pat  .npmrc  .pypirc  .netrc  _netrc  .git-credentials  .gem/credentials
  .bash_history  .zsh_history  .sh_history  .mysql_history  .psql_history  .irb_history  .pry_history  .node_repl_history
  .mozilla/firefox/logins.json  wp-config.php  .vscode/sftp.json  db/robomongo.json  sftp-config.json
  db/dbeaver-data-sources.xml  deployment-config.json  .esmtprc  filezilla/recentservers.xml  ventrilo_srv.ini
  .remote-sync.json  .s3cfg  .ftpconfig  cloud/heroku.json  .idea/WebServers.xml  .config/hub  .tugboat
  filezilla/filezilla.xml  db/mongoid.yml  config/master.key  .ssh/id_rsa  .ssh/config  .gnupg/secring.gpg
  .config/gh/hosts.yml  wp-config.php-backup  wp-config.php.orig  .wp-config.php.swp  wp-config.old  wp-config.txt
  wp-config.php.txt  wp-config.php.bak  wp-config.php.old  wp-config.php.save  wp-config.php~  wp-config.php.original
  wp-config-backup.txt  _wpeprivate/config.json  config/database.yml  LocalSettings.php
  config/initializers/secret_token.rb  jenkins.plugins.publish_over_ssh.BapSshPublisherPlugin.xml
  configuration.user.xpl  .purple/accounts.xml  .irssi/config  .xchat2/servlist_.conf  .muttrc  .trc  .gitrobrc
  .recon-ng/keys.db  prod.secret.exs  connections.xml  server.cfg.ica  CCCam.cfg  jupyter_notebook_config.json
  database.avastlic  ldap_password.txt  client_secret_12345.apps.googleusercontent.com.json  aws-secret-keys.csv
  slack_token  codecov_token.txt  .vault-token  .boto  .pulumi/credentials.json  private_key.txt  encryption_key
  ssl/server.key.bak  key.p8  AuthKey_ABC123.p8
`);

/**
 * More of them, looked at later only to measure: the signatures of a scanner of pushed files (shhgit). Files that hold whatever
 * people put there (`settings.py`, logs, captures, databases) are not taken for secret.
 */
export const SECRET_NAMES_OF_A_SCANNER: readonly string[] = rows(`
  a.pem  a.pkcs12  a.p12  a.pfx  a.asc  otr.private_key  a.ovpn  a.cscfg  a.rdp  a.bek  a.tpm  a.fve  a.jks  a.psafe3
  secret_token.rb  database.yml  a.agilekeychain  a.keychain  a.gnucash  credentials.xml  a.kwallet  LocalSettings.php  a.tblk
  configuration.user.xpl  knife.rb  proftpdpasswd  robomongo.json  filezilla.xml  recentservers.xml  ventrilo_srv.ini
  terraform.tfvars  x_rsa  x_dsa  x_ed25519  x_ecdsa  .ssh/config  ssh/config  a.key  a.keypair  .bash_history  bash_history
  .history  .zhistory  mysql_history  psql_history  pgpass  irb_history  .purple/accounts.xml  purple/accounts.xml
  .xchat2/servlist_.conf  xchat/servlist.conf  irssi/config  .recon-ng/keys.db  dbeaver-data-sources.xml  .dbeaver-data-sources.xml
  muttrc  .muttrc  s3cfg  .s3cfg  .aws/credentials  aws/credentials  sftp-config  sftp-config.json  trc  .trc  config.inc.php
  a.keystore  a.keyring  a.kdb  a.kdbx  a.sqldump  htpasswd  .htpasswd  netrc  _netrc  .gem/credentials  gem/credentials
  tugboat  .tugboat  doctl/config.yaml  git-credentials  .git-credentials  config/hub  .chef/a.pem  etc/shadow  etc/passwd
  dockercfg  npmrc  env  .env  .env.prod
`);

/** Names of kinds that the lists above lack: accounts, stages, copies, exports and wallets. */
export const MORE_SECRET_NAMES: readonly string[] = rows(`
  .env.example.local  .fastlane/.env.default  env.production.json  .environment  .solana/id.json  wallets/default_wallet
  ethereum-wallet.json  wallet.dat  .tsh/keys/x  bw_export.json  1password-export.csv  logins.csv  vault.1pux
  .databricks.cfg  auth.toml  .config/openai/key
  .s3cfg-work  .npmrc.ci  .dev.vars.staging  .netrc.bak  wallet.json  UTC--2020-01-01T00-00-00.0Z--abc  seed_phrase.txt
  group_vars/all/vault  vault_password_file  wg0.conf  bitwarden_export.json  lastpass_export.csv  .envs/.production/.postgres
  token.pickle  tokens.db  cookies.txt  .erlang.cookie  krb5cc_1000  key.json  app.pubxml.user  .digitalocean/access.yaml
  cline_mcp_settings.json  database.properties  .condarc  serviceAccountKey.json  values-secret.yaml  .netlify/config.json
  .#.env  id_rsa_backup  secrets(1).json  credentials.json~  Copy%20of%20.env  .env%20-%20Copy  .env.production.gpg
`);

/** Names that speak of secrets, or look like the ones above, and hold none. */
export const HARMLESS_NAMES: readonly string[] = rows(`
  .env.d.ts  k8s/secret-store.yaml  .env.defaults  src/wallet.ts  components/wallet.tsx  wallets.json  chrome-extension.json  firefox-export.ts
  environment.ts  environment.prod.ts  env.ts  env.js  env.mjs  env.d.ts  vite-env.d.ts  next-env.d.ts  environment.yml  env.py
  .env.example  .env.sample  .env.template  .env.dist  .env.local.example  example.env  .env-example  dotenv.js  dotenv.go
  keyboard.ts  keyboard.json  keybindings.json  keymap.xml  keys.ts  key.go  key.rs  keys.py  keyframes.css  keywords.txt
  tokens.css  tokens.json  design-tokens.json  tokenizer.json  tokenizer_config.json  tokenizer.py  token.ts  token.go  tokens.scss
  special_tokens_map.json  secrets.ts  secrets.py  secrets.go  secret.rb  secretManager.py  SecretStore.java  secret_scan.rs
  passwordInput.tsx  PasswordField.vue  password.go  passwords.php  password-reset.html  password_reset_email.txt  passport.js
  password_validation.py  passwd.c  locales/en/password.json  locales/de/auth.json  lang/en/passwords.php  i18n/secrets.json
  credentials.service.ts  credentials.ts  Credential.cs  credentialStore.swift  credentials.md  auth.ts  auth.go  auth.service.ts
  config.json  config.yml  config.yaml  config.toml  config.ts  settings.json  settings.xml  conf/settings.xml  settings.py
  settings.gradle  gradle.properties  build.gradle  pom.xml  package.json  tsconfig.json  Cargo.toml  .cargo/config.toml
  public_key.pub  id_rsa.pub  id_ed25519.pub  .ssh/id_rsa.pub  public.pem  public-key.asc  deploy.pub  server.crt  ca.cer
  history.ts  HISTORY.md  history.go  browserHistory.js  order_history.sql  history.json  useHistory.tsx  historyStore.test.ts
  main.tf  variables.tf  outputs.tf  versions.tf  terraform.tfvars.example  backend.hcl  .terraform.lock.hcl
  docker-compose.yml  Dockerfile  Makefile  README.md  LICENSE  CHANGELOG.md  .gitignore  .gitattributes  .editorconfig
  .prettierrc  .eslintrc.json  .babelrc  .nvmrc  .dockerignore  .gitlab-ci.yml  .travis.yml  .circleci/config.yml
  .github/workflows/secrets.ts  .github/workflows/release.yml  .yarnrc.yml  .secretlintrc.json  .gitleaks.toml  .secrets.baseline
  .bashrc  .zshrc  .profile  .vimrc  .tmux.conf  .inputrc  nginx.conf  my.cnf  redis.conf  postgresql.conf  php.ini  hosts.yml
  inventory/hosts.yml  index.html  style.css  app.component.ts  shadow.css  box-shadow.scss  shadows.ts  vault.ts  vault.go
  wallet.ts  Wallet.sol  WalletConnect.tsx  seed.ts  seeds.rb  seed.sql  schema.sql  migrations/001_add_password.sql  queries.sql
  mnemonic.ts  accounts.rb  account.service.ts  serviceAccount.ts  service-account.tf  apiKey.ts  api_keys.rb  api-key.guard.ts
  monkey.json  turkey.csv  hockey.yaml  donkey.toml  passage.txt  compass.json  bypass.yml  secretary.json  tokenomics.txt
  certificate.go  pem.go  keystore.go  KeyStore.java  jks.py  encrypt.py  crypto.ts  cipher.rs  gpg.py  rsa.c  dsa.h  ecdsa.go
  firebase.json  firebase.ts  .firebaserc  gcloud.sh  aws.ts  s3.py  azure-pipelines.yml  kube.yaml  k8s/deployment.yaml
  k8s/service.yaml  helm/values.yaml  Chart.yaml  kustomization.yaml  playbook.yml  ansible.cfg  requirements.txt  setup.cfg
  pyproject.toml  Gemfile  composer.json  go.mod  pubspec.yaml  nuget.md  application.yml  application.properties
  appsettings.json  web.config  log4j.properties  messages.properties  robots.txt  data.csv  users.csv  notes.txt  todo.txt
  src/secrets/index.ts  src/secrets/README.md  secrets.schema.json  secret.schema.json  credentials.example.json  auth.example.json
  serviceaccount.yaml  k8s/service-account.yaml  bin/env  history.txt  src/ssh/client.go  aws/main.tf  vault-values.yaml
  .git/COMMIT_EDITMSG  .ssh_config.md  ssh.ts  sshClient.go  dns.key.ts  environment.prod.tsx  .storybook/main.ts  access.log.ts
`);
