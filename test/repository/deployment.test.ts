import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../server/src/scaling/rules.ts';
import { sourceFiles } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';
import {
  drainSeconds,
  KUSTOMIZE,
  type Manifest,
  manifestsOf,
  manifestOf as of,
  yamlOf,
} from '../support/deployFiles.ts';
import { problemsOf } from '../support/manifests.ts';

const FOLDERS = ['base', 'hpa', 'keda'];
/** The number of instances is not changed for less than this part (Kubernetes' default tolerance). */
const TOLERANCE = 0.1;

const changed = (manifest: Manifest, change: (copy: Manifest) => void): Manifest => {
  const copy = structuredClone(manifest);
  change(copy);
  return copy;
};

describe('deploy/kustomize', () => {
  it('has files that are composed by their names alone', () => {
    const files = sourceFiles(`${KUSTOMIZE}/*/*.yaml`);
    for (const folder of FOLDERS) {
      const kustomization = yamlOf(`${KUSTOMIZE}/${folder}/kustomization.yaml`);
      assert.deepEqual(Object.keys(kustomization), ['apiVersion', 'kind', 'resources']);
      for (const resource of kustomization.resources) {
        assert.ok(existsSync(join(ROOT, KUSTOMIZE, folder, resource)), resource);
      }
      const own = files.filter((file) => file.startsWith(`${KUSTOMIZE}/${folder}/`));
      const named = kustomization.resources.filter((each: string) => each.endsWith('.yaml'));
      assert.equal(own.length, named.length + 1, `${folder} has a file that is not named`);
    }
    assert.equal(
      files.length,
      FOLDERS.flatMap((folder) => sourceFiles(`${KUSTOMIZE}/${folder}/*.yaml`)).length,
    );
  });

  for (const folder of FOLDERS) {
    it(`${folder} has nothing that Kubernetes would refuse or drop, and nothing twice`, () => {
      const manifests = manifestsOf(`${KUSTOMIZE}/${folder}`);
      assert.ok(manifests.length >= 6);
      for (const manifest of manifests) assert.deepEqual(problemsOf(manifest), [], manifest.kind);
      const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      assert.equal(new Set(names).size, names.length);
    });
  }

  it('is scaled by one autoscaler, and the base by none', () => {
    const scalers = ['HorizontalPodAutoscaler', 'ScaledObject'];
    const kinds = FOLDERS.map((folder) =>
      manifestsOf(`${KUSTOMIZE}/${folder}`)
        .map(({ kind }) => kind)
        .filter((kind) => scalers.includes(kind)),
    );
    assert.deepEqual(kinds, [[], ['HorizontalPodAutoscaler'], ['ScaledObject']]);
    // It would win over the autoscaler each time that it is applied.
    assert.equal('replicas' in of('base', 'Deployment').spec, false);
    for (const { scaleTargetRef } of [
      of('hpa', 'HorizontalPodAutoscaler').spec,
      of('keda', 'ScaledObject').spec,
    ]) {
      const { apiVersion, kind, metadata } = of('base', 'Deployment');
      assert.deepEqual(scaleTargetRef, { apiVersion, kind, name: metadata.name });
    }
  });

  it('has names that lead to each other', () => {
    const { spec } = of('base', 'Deployment');
    const { labels } = spec.template.metadata;
    const [container] = spec.template.spec.containers;
    assert.deepEqual(spec.selector.matchLabels, labels);
    assert.deepEqual(of('base', 'Service').spec.selector, labels);
    assert.deepEqual(of('base', 'PodDisruptionBudget').spec.selector.matchLabels, labels);
    assert.deepEqual(of('base', 'NetworkPolicy').spec.podSelector.matchLabels, labels);
    const [{ name: port }] = container.ports;
    assert.equal(of('base', 'Service').spec.ports[0].targetPort, port);
    assert.equal(of('base', 'NetworkPolicy').spec.ingress[0].ports[0].port, port);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      assert.equal(container[probe].httpGet.port, port);
    }
    assert.equal(container.readinessProbe.httpGet.path, '/readyz');
    assert.equal(container.livenessProbe.httpGet.path, '/healthz');
    assert.equal(spec.template.spec.serviceAccountName, of('base', 'ServiceAccount').metadata.name);
    const volumes: Manifest[] = spec.template.spec.volumes;
    for (const { name } of container.volumeMounts) {
      assert.ok(
        volumes.some((each) => each.name === name),
        name,
      );
    }
    const configuration = volumes.find(({ name }) => name === 'configuration');
    assert.equal(configuration.configMap.name, of('base', 'ConfigMap').metadata.name);
    const [file] = Object.keys(of('base', 'ConfigMap').data);
    const mounted = container.volumeMounts.find(
      ({ name }: Manifest) => name === 'configuration',
    ).mountPath;
    assert.deepEqual(container.args, ['--config', `${mounted}/${file}`]);
  });

  it('lets answers end before a process is killed', () => {
    const { spec } = of('base', 'Deployment').spec.template;
    const pause = spec.containers[0].lifecycle.preStop.sleep.seconds;
    assert.ok(pause >= 5);
    const needed = pause + drainSeconds();
    assert.ok(spec.terminationGracePeriodSeconds > needed, String(needed));
  });

  it('runs with no more rights than it needs', () => {
    const { spec } = of('base', 'Deployment').spec.template;
    assert.equal(spec.securityContext.runAsNonRoot, true);
    assert.ok(spec.securityContext.runAsUser > 0);
    assert.equal(spec.securityContext.seccompProfile.type, 'RuntimeDefault');
    assert.equal(spec.automountServiceAccountToken, false);
    const [container] = spec.containers;
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.ok(container.resources.requests.cpu && container.resources.requests.memory);
    assert.ok(container.resources.limits.memory);
    // Streams would stutter.
    assert.equal(container.resources.limits.cpu, undefined);
  });
});

describe('what validates manifests', () => {
  const good = () => of('hpa', 'HorizontalPodAutoscaler');
  const broken: Readonly<Record<string, (spec: Manifest) => void>> = {
    'no maximum': (spec) => delete spec.maxReplicas,
    'a maximum in words': (spec) => (spec.maxReplicas = 'twenty'),
    'a name that is misspelt': (spec) => (spec.minReplica = 2),
    'one that is misspelt far inside': (spec) => (spec.behavior.scaleDown.polices = []),
    'a policy without its time': (spec) => delete spec.behavior.scaleUp.policies[0].periodSeconds,
    'a target of no kind': (spec) => delete spec.metrics[0].resource.target.type,
    'nothing to scale': (spec) => delete spec.scaleTargetRef.name,
  };
  for (const [name, change] of Object.entries(broken)) {
    it(`refuses an autoscaler with ${name}`, () => {
      assert.equal(problemsOf(changed(good(), ({ spec }) => change(spec))).length, 1);
    });
  }

  it('refuses a trigger of KEDA whose threshold is a number, and a kind that it does not know', () => {
    const scaled = changed(of('keda', 'ScaledObject'), ({ spec }) => {
      spec.triggers[1].metadata.threshold = 50;
    });
    assert.deepEqual(problemsOf(scaled), [
      'data/spec/triggers/1/metadata/threshold must be string',
    ]);
    const old = changed(good(), (copy) => {
      copy.apiVersion = 'autoscaling/v2beta2';
    });
    assert.deepEqual(problemsOf(old), [
      'there is no HorizontalPodAutoscaler in autoscaling/v2beta2',
    ]);
  });
});

describe('the autoscalers of a cluster', () => {
  const utilization = Math.floor((100 * RULES.up.cpu) / (1 + TOLERANCE));
  const behavior = {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      policies: [{ type: 'Percent', value: (RULES.mostTimes - 1) * 100, periodSeconds: 60 }],
    },
    scaleDown: {
      stabilizationWindowSeconds: RULES.settleMinutes * 60,
      policies: [{ type: 'Percent', value: RULES.step * 100, periodSeconds: RULES.lookMs / 1_000 }],
    },
  };

  it('have the figures of our own policy: by processor', () => {
    const { spec } = of('hpa', 'HorizontalPodAutoscaler');
    assert.equal(spec.minReplicas, RULES.leastWorkers);
    assert.deepEqual(spec.behavior, behavior);
    assert.deepEqual(spec.metrics, [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: utilization },
        },
      },
    ]);
  });

  it('have the figures of our own policy: by those who wait', () => {
    const { spec } = of('keda', 'ScaledObject');
    assert.equal(spec.minReplicaCount, RULES.leastWorkers);
    assert.deepEqual(spec.advanced.horizontalPodAutoscalerConfig.behavior, behavior);
    const [cpu, queue, wait] = spec.triggers;
    assert.deepEqual(cpu, {
      type: 'cpu',
      metricType: 'Utilization',
      metadata: { value: String(utilization) },
    });
    assert.equal(queue.metricType, 'AverageValue');
    assert.equal(queue.metadata.threshold, String(RULES.up.queue / RULES.leastWorkers));
    assert.equal(queue.metadata.activationThreshold, String(RULES.down.queue));
    assert.equal(wait.metricType, 'AverageValue');
    assert.equal(wait.metadata.threshold, '1');
    const { waitSeconds } = RULES.up;
    assert.equal(
      wait.metadata.query,
      `(aurelis:gateway_wait_seconds:p95_1m > bool ${waitSeconds}) * (aurelis:queue_depth:sum >= bool ${RULES.down.queue}) * ${1 + RULES.step} * aurelis:gateway_instances:count`,
    );
  });
});
