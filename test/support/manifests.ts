import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** A model of a kind. `validate` throws where a value is wrong or missing. */
interface Model {
  readonly apiVersion: string;
  readonly kind: string;
  readonly prototype: { validate(): void };
}

const MODELS: readonly Model[] = [
  ServiceAccount,
  ConfigMap,
  Service,
  Deployment,
  HorizontalPodAutoscaler,
  NetworkPolicy,
  PodDisruptionBudget,
  ScaledObject,
];

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The problems of a manifest by the schema of its kind; none where it is right. */
export function problemsOf(manifest: {
  readonly apiVersion: string;
  readonly kind: string;
}): string[] {
  const { apiVersion, kind } = manifest;
  const model = MODELS.find((each) => each.apiVersion === apiVersion && each.kind === kind);
  if (model === undefined) return [`there is no ${kind} in ${apiVersion}`];
  const read = new Set<string>();
  try {
    // Not of a new one: it would be made of a copy.
    model.prototype.validate.call(watched(manifest as never, '', read) as never);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return namesIn(manifest as never, '')
    .filter((path) => !read.has(path))
    .map((path) => `${path} is unknown`);
}

/**
 * The same value, which notes what of it is read. Kubernetes drops names that it does not know, and the models say nothing of
 * them; but they read all that they know.
 */
function watched(value: Json, path: string, read: Set<string>): Json {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name) {
      const part = Reflect.get(target, name);
      if (typeof name === 'symbol' || typeof part === 'function') return part;
      read.add(`${path}/${name}`);
      return watched(part, `${path}/${name}`, read);
    },
  });
}

const namesIn = (value: Json, path: string): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, part]) => [
        `${path}/${name}`,
        ...namesIn(part, `${path}/${name}`),
      ]);
