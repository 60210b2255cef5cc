import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { read } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';
import { configOfCluster, drainSeconds, type Manifest, yamlOf } from '../support/deployFiles.ts';
import { configOf } from '../support/gatewayConfigs.ts';

describe('deploy/compose.yaml', () => {
  const { services } = yamlOf('deploy/compose.yaml');
  const gateways = Object.keys(services).filter((name) => name.startsWith('gateway-'));

  it('has two gateways that Prometheus scrapes', () => {
    assert.equal(gateways.length, 2);
    const [{ job_name: job, static_configs: targets }] = yamlOf(
      'deploy/prometheus/prometheus.yaml',
    ).scrape_configs;
    assert.equal(job, 'aurelis-gateway');
    assert.deepEqual(
      targets[0].targets,
      gateways.map((name) => `${name}:4000`),
    );
  });

  it('has a load balancer that knows both, and lets bodies of the default size through', () => {
    const conf = read('deploy/nginx/gateway.conf');
    const named = [...conf.matchAll(/^ *server ([\w-]+:\d+)/gm)].map(([, name]) => name);
    const both = gateways.map((name) => `${name}:4000`);
    assert.deepEqual(named, [...both, ...both]);
    const { balancer } = services;
    assert.deepEqual(Object.keys(balancer.depends_on), gateways);
    const [, port] = /^ *listen (\d+);$/m.exec(conf) ?? [];
    assert.deepEqual(balancer.ports, [`127.0.0.1:4000:${port}`]);
    const [, megabytes] = /^ *client_max_body_size (\d+)m;$/m.exec(conf) ?? [];
    assert.ok(Number(megabytes) > configOf({}).limits.bodyMegabytes);
  });

  it('opens ports on this machine alone', () => {
    const ports: string[] = Object.values(services).flatMap((each: Manifest) => each.ports ?? []);
    assert.equal(new Set(ports).size, 3);
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/);
  });

  it('has images of one version, volumes that there are, and gateways with few rights', () => {
    for (const [name, service] of Object.entries<Manifest>(services)) {
      assert.match(service.image, /:v?\d+\.\d+/, name);
      for (const volume of service.volumes ?? []) {
        const [source] = volume.split(':');
        const isThere = source.startsWith('./')
          ? existsSync(join(ROOT, 'deploy', source))
          : source in yamlOf('deploy/compose.yaml').volumes;
        assert.ok(isThere, volume);
      }
    }
    for (const name of gateways) {
      const { read_only: isReadOnly, user, cap_drop: dropped } = services[name];
      assert.deepEqual([isReadOnly, user, dropped], [true, '1000:1000', ['ALL']]);
    }
  });

  it('gives answers the time to end, and has the configuration of the cluster', () => {
    const config = JSON.parse(read('deploy/compose/gateway.json'));
    assert.deepEqual(config, configOfCluster());
    for (const name of gateways) {
      const seconds = Number.parseInt(services[name].stop_grace_period, 10);
      assert.ok(seconds > drainSeconds(), name);
    }
  });

  it('asks for the variables that the configuration names', () => {
    const names = [...read('deploy/.env.example').matchAll(/^(\w+)=$/gm)].map(([, name]) => name);
    const [{ apiKeyEnv }] = configOfCluster().endpoints;
    assert.deepEqual(names, [apiKeyEnv, 'AURELIS_CACHE_SECRET']);
  });
});

describe('deploy/Dockerfile', () => {
  const dockerfile = read('deploy/Dockerfile');

  it('runs what was built, on the Node of the project, without rights', () => {
    const { devDependencies } = JSON.parse(read('package.json'));
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    assert.equal(images.length, 2);
    for (const image of images) assert.match(image ?? '', /^node:[\d.]+-/);
    assert.ok(images.every((image) => image?.startsWith(`node:${devDependencies.node}-`)));
    assert.match(dockerfile, /^USER [1-9]\d*:\d+$/m);
    assert.match(dockerfile, /^ENTRYPOINT \["node", /m);
  });

  it('is given all that the build reads', () => {
    const letIn = [...read('deploy/Dockerfile.dockerignore').matchAll(/^!(\S+)$/gm)].map(
      ([, name]) => name ?? '',
    );
    for (const name of letIn) assert.ok(existsSync(join(ROOT, name)), name);
    for (const name of [
      'LICENSE',
      'package.json',
      'package-lock.json',
      'esbuild.mjs',
      'scripts',
      'tools',
      'server',
      'client',
      'media',
    ]) {
      assert.ok(letIn.includes(name), name);
    }
  });
});
