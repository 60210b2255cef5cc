import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { commentedJson } from '../../server/src/base/commentedJson.ts';
import { read, sourceFiles } from '../../tools/imports.ts';

export const KUSTOMIZE = 'deploy/kustomize';

// biome-ignore lint/suspicious/noExplicitAny: a file that is looked into, and not trusted
export type Manifest = any;

/** A file of YAML below `deploy/`, as values. */
export const yamlOf = (file: string): Manifest => parse(read(file), { merge: true });

/** The manifests that Kustomize would make of a folder whose files name `resources` and nothing else. */
export function manifestsOf(folder: string): Manifest[] {
  const { resources } = yamlOf(`${folder}/kustomization.yaml`) as { resources: string[] };
  return resources.flatMap((resource) => {
    const path = join(folder, resource);
    if (!resource.endsWith('.yaml')) return manifestsOf(path);
    return parseAllDocuments(read(path)).map((document) => document.toJS());
  });
}

/** The manifest of a kind that Kustomize would make of a folder. */
export const manifestOf = (folder: string, kind: string): Manifest =>
  manifestsOf(`${KUSTOMIZE}/${folder}`).find((each) => each.kind === kind);

/** The gateway's own configuration, as the cluster's base has it. */
export function configOfCluster(): Manifest {
  const parsed = commentedJson(manifestOf('base', 'ConfigMap').data['gateway.json']);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.value;
}

/** After the time for draining the first process gives the others five seconds. */
const KILL_SECONDS = 5;

/** How long a gateway with that configuration may take to end. */
export const drainSeconds = (): number => configOfCluster().limits.drainSeconds + KILL_SECONDS;

/** A question to Prometheus, and where it stands. */
export interface Expression {
  readonly place: string;
  readonly text: string;
}

/** Every expression that anything in `deploy/` asks of Prometheus. */
export function expressions(): Expression[] {
  const rules: Expression[] = yamlOf('deploy/prometheus/rules.yaml').groups.flatMap(
    (group: Manifest) =>
      group.rules.map((rule: Manifest) => ({ place: rule.record ?? rule.alert, text: rule.expr })),
  );
  const panels: Expression[] = sourceFiles('deploy/grafana/dashboards/*.json').flatMap((file) =>
    JSON.parse(read(file)).panels.flatMap(({ title, targets }: Manifest) =>
      targets.map(({ expr }: Manifest) => ({ place: title, text: expr })),
    ),
  );
  const triggers: Expression[] = sourceFiles('deploy/kustomize/**/*.yaml')
    .filter((file) => dirname(file).endsWith('keda'))
    .flatMap((file) => yamlOf(file).spec?.triggers ?? [])
    .filter(({ type }: Manifest) => type === 'prometheus')
    .map(({ name, metadata }: Manifest) => ({ place: `trigger ${name}`, text: metadata.query }));
  return [...rules, ...panels, ...triggers];
}
