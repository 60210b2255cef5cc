/**
 * The kinds of files that hold credentials by custom, by the tools that write or read them. All in lower case. Names of
 * words and of private keys have rules of their own in `secretNames.ts`.
 */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Whole names, in whatever folder. */
export const SECRET_NAMES: ReadonlySet<string> = new Set([
  // Environment
  ...words(
    '.envrc .flaskenv .dotenv .envfile .pam_environment .renviron .renviron.site local.properties',
  ),
  ...words('.dev.vars .env.keys'),
  // Registries of packages
  ...words(
    '.npmrc .pnpmrc .pypirc .pip.conf pip.conf pip.ini .gemrc .credentials nuget.config auth.json auth.toml .pause .cpanplus',
  ),
  ...words(
    'settings-security.xml .hex.config hex.config .condarc .clasprc.json .sentryclirc sentry.properties',
  ),
  // Version control
  ...words('.git-credentials .gitcookies .cvspass .p4tickets .p4enviro .hgrc .gitrobrc  '),
  ...words(
    '.arcrc .gist .gist-vim .bazaar.conf .hubconfig github.sublime-settings gist.sublime-settings',
  ),
  // Network clients
  ...words(
    '.netrc _netrc .authinfo _authinfo .curlrc _curlrc .wgetrc .smbcredentials .cifscredentials .rhosts .ftppass',
  ),
  ...words(
    '.ftpconfig .ftp-deploy.json sftp-config sftp-config.json sftp.json .remote-sync.json ftp-sync.json .sftp.json',
  ),
  ...words(
    'filezilla.xml sitemanager.xml recentservers.xml winscp.ini webservers.xml .lftprc .ncftprc',
  ),
  // Clients of other machines
  ...words(
    'confcons.xml ws_ftp.ini wcx_ftp.ini mobaxterm.ini remmina.pref puttycm.xml rdcman.settings .vncpasswd vncpasswd',
  ),
  // Mail and chat
  ...words(
    '.msmtprc .esmtprc .fetchmailrc .getmailrc .mbsyncrc .isyncrc .offlineimaprc .muttrc .neomuttrc .mailrc',
  ),
  ...words(
    '.netrc.gpg sasl_passwd sasl_password smtp_auth sec.conf passwd.client .zuliprc .pinerc .pine-passfile .ircrc',
  ),
  // Databases
  ...words(
    'database.properties db.properties jdbc.properties datasource.properties secure.properties .pgpass pgpass.conf .pg_service.conf pg_service.conf .my.cnf .mylogin.cnf .odbc.ini odbc.ini cqlshrc .cqlshrc',
  ),
  ...words('.mongorc.js .dbshell datasources.local.xml credentials-config.json'),
  ...words(
    'dbeaver-data-sources.xml .dbeaver-data-sources.xml robomongo.json mongoid.yml database.yml database.yaml',
  ),
  ...words('connectionstrings.config connections.xml .databrickscfg .databricks.cfg '),
  ...words('cwallet.sso userlist.txt .redisclirc .clickhouse-client.xml'),
  // Clouds and command-line clients of services
  ...words(
    'cookies.txt cookies.sqlite .erlang.cookie sa.json key.json keyfile.json google-services.plist .s3cfg .s3curl .boto .passwd-s3fs passwd-s3fs authinfo2 rclone.conf .aliyun .tugboat .trc .ossutilconfig',
  ),
  ...words(
    'azureauth.json azureprofile.json accesstokens.json msal_token_cache.json msal_token_cache.bin',
  ),
  ...words(
    'application_default_credentials.json access_tokens.db credentials.db kaggle.json .vultr-cli.yaml',
  ),
  ...words(
    'google-services.json googleservice-info.plist heroku.json ngrok.yml ngrok.yaml .ngrok.yml .linode-cli',
  ),
  ...words('rootkey.csv accesskeys.csv .cscfg serviceconfiguration.cscfg .surge .bluemix'),
  ...words('firebase-tools.json .openai .anthropic oauth_creds.json'),
  ...words(
    '.ovh.conf ovh.conf .wakatime.cfg .twurlrc .httr-oauth .packagecloud .transifexrc .dropbox_uploader .b2_account_info .b2_auth',
  ),
  ...words(
    '.civo.json .dogrc .datadogrc .pagerduty .pagerduty.yml .rollbar .bugsnag .newrelic .honeycomb .todoist .trello .jirarc .surgerc',
  ),
  ...words(
    '.modal.toml .replicate .runpod .lightning .cometml.config .neptune .mailgun .twilio .gistrc',
  ),
  ...words(
    'launcher_accounts.json launcher_profiles.json .roblosecurity tailscaled.state acme.json',
  ),
  // Infrastructure
  ...words(
    '.terraformrc terraform.rc credentials.tfrc.json vault cline_mcp_settings.json mcp_config.json mcp_settings.json claude_desktop_config.json .mcp.json .vault-token .vault_token .vault_pass .vault-pass vault_pass',
  ),
  ...words(
    '.vault_password .vault-password vault.yml vault.yaml vault.json .vaultpass .ansible_vault encrypted_data_bag_secret',
  ),
  ...words(
    'knife.rb .dockercfg .dockerconfigjson docker-config.json docker_config.json dockerconfig.json deployment-config.json kubeconfig .kubeconfig kube.config',
  ),
  ...words(
    'kubeconfig.yaml kubeconfig.yml kubeconfig.json k3s.yaml rke2.yaml admin.conf kubelet.conf talosconfig',
  ),
  ...words('bootstrap-kubelet.conf credentials.xml .drone.sec'),
  ...words(
    'buildkite-agent.cfg .flyrc .spinrc .okta_aws_login_config .saml2aws .gimme_creds .aws_credentials .awssecret .ec2_keys .rancher-cli',
  ),
  ...words('jenkins.plugins.publish_over_ssh.bapsshpublisherplugin.xml  '),
  // Web frameworks
  ...words(
    'wp-config.php localsettings.php config.inc.php local_settings.py secret_token.rb parameters.yml',
  ),
  ...words(
    'parameters.yaml settings.local.php key.properties keystore.properties signing.properties',
  ),
  ...words(
    'jupyter_notebook_config.json jupyter_server_config.json proftpdpasswd ventrilo_srv.ini unattend.xml',
  ),
  // Servers of Java
  ...words(
    'tomcat-users.xml mgmt-users.properties application-users.properties users.properties realm.properties jetty-realm.properties',
  ),
  ...words(
    'boot.properties serializedsystemini.dat domain-passwords worker_key tsa_host_key session_signing_key admin-keyfile local-password',
  ),
  ...words('unattended.xml autounattend.xml sysprep.inf sysprep.xml ultravnc.ini cccam.cfg'),
  // Web servers and systems
  ...words(
    '.htpasswd htpasswd .htdigest htdigest shadow shadow- gshadow gshadow- master.passwd smbpasswd krb5.keytab',
  ),
  ...words(
    'wpa_supplicant.conf hostapd.conf hostapd.wpa_psk chap-secrets pap-secrets ipsec.secrets ntds.dit .xauthority .iceauthority',
  ),
  ...words('.esd_auth tacacs.conf'),
  // Secrets by their own name, and stores of passwords
  ...words(
    '.secret .secrets secret secrets .credential credential credentials .password .passwords password passwords',
  ),
  ...words(
    'token passwd .passwd .token .tokens .apikey .api_key .api-key apikey api_key .pass .master_key master_key',
  ),
  ...words(
    'logins.json key3.db key4.db signons.sqlite wallet.json wallet.dat .bitwarden .lastpass keyring.gpg keys.txt',
  ),
  ...words(
    'mnemonic.txt seedphrase.txt recovery-codes.txt recovery_codes.txt backup-codes.txt github-recovery-codes.txt',
  ),
  ...words('otr.private_key login.keyring user.keyring local.settings.json cookies'),
  // A browser's profile
  'login data',
  'login data for account',
]);

/** The last extensions of names. */
export const SECRET_EXTENSIONS: ReadonlySet<string> = new Set([
  // Private keys, and stores of them
  ...words(
    'pem key p8 p12 pfx pk8 pkcs8 pkcs12 p7b jks jceks bks bcfks keystore truststore kdb kdbx kdbx4 ppk asc gpg pgp',
  ),
  ...words(
    'skr sec snk pvk spc keytab psafe3 bek fve tpm agilekeychain keychain keychain-db opvault 1pif 1pux enpassdb',
  ),
  ...words(
    'kwallet kwl macaroon keys pkey priv prv ccache gnucash wallet age privkey private privatekey private_key keypair jwk jwks sshkey nmconnection',
  ),
  // Connections with their passwords
  ...words(
    'ovpn pcf rdp rdg ica tblk remmina rtsz rtsx vnc psk wpa_psk mobileconfig cscfg publishsettings dockercfg kubeconfig tfvars tfstate',
  ),
  ...words(
    'sqldump htpasswd htdigest cred creds pass pwd passphrase apikey jwt mnemonic netrc pgpass credentials credential secret secrets passwd password passwords vault token xpl avastlic mobileprovision keyring',
  ),
]);

/** Folders in which every file may be one, wherever the folder is. */
export const SECRET_FOLDERS: readonly string[] = [
  '.config/bitwarden cli',
  '.config/ionosctl',
  '.config/civo',
  ...words(
    '.ssh .gnupg .password-store .aws/cli/cache .aws/sso/cache .azure .oci .kube .gcloud .config/gcloud .config/doctl .config/hcloud',
  ),
  ...words(
    '.config/gh .config/hub .config/glab-cli .config/rclone .config/op .config/stripe .config/heroku .config/netlify',
  ),
  ...words(
    '.config/configstore .config/github-copilot .config/fly .config/scw .config/solana .config/pulumi .config/1password',
  ),
  ...words(
    '.fly .scw .aliyun .ibmcloud .bluemix .tccli .linode-cli .hcloud .pulumi .railway .wrangler/config',
  ),
  ...words(
    '.solana .tsh .snowsql .snowflake .databricks .kaggle .huggingface .cloudflared .talos .chef .vault .terraform.d .minikube/certs',
  ),
  ...words(
    '.gem .twine .jupyter .mc .s3ql .vnc .irssi .weechat .purple .thunderbird .mozilla .envs .digitalocean .helm/repository .config/helm .electrum .electrum/wallets .bitcoin',
  ),
  ...words(
    '.ethereum/keystore .litecoin .monero .brownie/accounts .pki .keychain .secrets .secret .credentials .creds .keys',
  ),
  ...words(
    '.subversion/auth .svn/auth etc/kubernetes ssl/private tls/private /run/secrets wireguard kwalletd library/keychains',
  ),
  ...words(
    '.lastpass .1password .bitwarden .keepass keyrings .robomongo .robo3t .filezilla .openvpn .docker/contexts _wpeprivate .xchat2 .hexchat .config/hexchat .recon-ng .msf4',
  ),
  ...words(
    '.config/openstack .config/exoscale .config/argocd .config/borg .config/tea .config/upctl .config/yandex-cloud .config/linode .config/neonctl',
  ),
  ...words(
    '.config/planetscale .config/turso .config/jfrog .config/infisical .config/toot .config/aerc .config/himalaya .config/gcalcli .config/vdirsyncer',
  ),
  ...words(
    '.config/google-chrome .config/chromium .config/remmina .config/freerdp .config/onedrive .config/nextcloud .config/wandb .config/lxc .config/mutt',
  ),
  ...words(
    '.cf .jfrog .influxdbv2 .near-credentials .lnd .foundry/keystores .aptos .sui .starkli .starknet_accounts .zcash .dogecoin .bitmonero',
  ),
  ...words(
    '.acme.sh .lego .supabase .doppler .infisical .akeyless .render .turso .upstash .twilio-cli .okta .aws-vault .granted .step .rancher',
  ),
  ...words(
    '.vagrant.d .vagrant/machines .eksctl .kops .docker/trust .jira.d .storage nbproject/private .idea/httprequests .mongodb/atlas .sops .minisign .signify',
  ),
  ...words(
    'etc/gitlab-runner .gitlab-runner .local/share/remmina etc/letsencrypt/accounts .argocd',
  ),
];

/** Names that mean one in their folder only. */
export const SECRET_PLACES: readonly string[] = [
  ...words(
    'ssh/config config/hub kube/config irssi/config purple/accounts.xml doctl/config.yaml .netlify/config.json .netlify/state.json .cursor/mcp.json .docker/config.json containers/auth.json .aws/config .git/config .hg/hgrc .m2/settings.xml',
  ),
  ...words(
    '.gradle/gradle.properties .bundle/config .composer/config.json .nuget/nuget.config .hex/hex.config .sbt/repositories',
  ),
  ...words(
    '.vscode/sftp.json .idea/webservers.xml .codex/auth.json .claude/.credentials.json .dbt/profiles.yml',
  ),
  ...words(
    '.streamlit/secrets.toml .config/pypoetry/auth.toml pypoetry/auth.toml .cache/huggingface/token',
  ),
  ...words(
    'app/etc/env.php app/etc/local.xml sites/default/settings.php .travis/config.yml .circleci/cli.yml',
  ),
  ...words(
    '.helm/repositories.yaml helm/repositories.yaml helm/registry/config.json .now/auth.json .vercel/auth.json',
  ),
  ...words(
    'com.vercel.cli/auth.json .config/openai/key .expo/state.json .android/adbkey .config/git/credentials',
  ),
  ...words(
    '.rstudio/connection_history_database .config/sops/age/keys.txt .npm/_auth .yarn/_auth .mutt/passwords',
  ),
  ...words(
    '.bluemix/config.json .config/ngrok/ngrok.yml .config/heroku/credentials .kodi/userdata/passwords.xml',
  ),
  ...words(
    '.config/hub .weechat/sec.conf .config/wandb/settings .replit/token .clickhouse-client/config.xml .clickhouse-client',
  ),
  ...words(
    'gitlab-runner/config.toml neo4j/auth .yarn/npm-auth.toml .luarocks/upload_config.lua .config/dart/pub-credentials.json .config/upctl.yaml .bazaar/authentication.conf',
  ),
];

/** Names of the first table that mean something else without their dot. */
export const ONLY_HIDDEN: ReadonlySet<string> = new Set(
  words(
    'pause pass openai anthropic surge aliyun bluemix boto my.cnf tokens lastpass bitwarden mcp.json',
  ),
);

/** Hidden folders that hold a project's own files. In any other a tool keeps what is its user's. */
export const PROJECT_FOLDERS: ReadonlySet<string> = new Set([
  ...words(
    '.github .gitlab .gitea .forgejo .woodpecker .circleci .buildkite .teamcity .azuredevops .azure-pipelines .git .hg .svn .husky .changeset',
  ),
  ...words(
    '.vscode .vscode-test .idea .vs .fleet .zed .settings .metadata .devcontainer .storybook .yarn .mvn .gradle .bundle .cargo .nx .turbo .moon',
  ),
  ...words(
    '.next .nuxt .output .svelte-kit .astro .angular .expo .docusaurus .vitepress .vuepress .jekyll-cache .cache .parcel-cache .dart_tool .godot',
  ),
  ...words(
    '.venv .env .tox .nox .eggs .pytest_cache .mypy_cache .ruff_cache .ipynb_checkpoints .dvc .ddev .lando .platform .ebextensions .wordpress-org',
  ),
  ...words(
    '.well-known .cursor .claude .codex .gemini .aider .agents .kiro .semgrep .reuse .meta .docs .ci',
  ),
]);
