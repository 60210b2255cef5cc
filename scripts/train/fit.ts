import { LEAK, type Weights } from '../../server/src/workspace/model/network.ts';
import { seededRandom } from '../../tools/random.ts';
import type { Example } from './examples.ts';

const HIDDEN = 24;
const ROUNDS = 8;
/** The rounds from this one on count in the average of the weights. */
const AVERAGED_FROM = 4;
const BATCH = 64;
const FIRST_RATE = 0.003;
const LAST_RATE = 0.0001;
/** Keeps weights small (L2). */
const DECAY = 1e-5;

/** Fits the network by Adam (Kingma, Ba 2015) on the log loss; the same examples give the same weights. */
export function fitNetwork(examples: readonly Example[]): Weights {
  const inputs = examples[0]?.values.length ?? 0;
  const random = seededRandom(7);
  const network = new Trainer(inputs, random);
  const order = examples.map((_, index) => index);
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(order, random);
    const rate = FIRST_RATE * (1 - round / ROUNDS) + LAST_RATE;
    for (let start = 0; start < order.length; start += BATCH) {
      const batch = order.slice(start, start + BATCH).map((index) => examples[index] as Example);
      network.learn(batch, rate);
      if (round >= AVERAGED_FROM) network.average();
    }
  }
  return network.weights();
}

function shuffle(order: number[], random: () => number): void {
  for (let index = order.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
}

/** All weights in one array: the hidden rows, the output, the shortcut. */
class Trainer {
  readonly #inputs: number;
  readonly #weights: Float64Array;
  readonly #gradient: Float64Array;
  readonly #mean: Float64Array;
  readonly #variance: Float64Array;
  readonly #hidden = new Float64Array(HIDDEN);
  /** The mean of the weights over the last steps (Polyak, Juditsky 1992): one that chance has less to do with. */
  readonly #average: Float64Array;
  #averaged = 0;
  #steps = 0;

  constructor(inputs: number, random: () => number) {
    this.#inputs = inputs;
    const size = HIDDEN * inputs + HIDDEN + inputs;
    const zeros = () => new Float64Array(size);
    [this.#gradient, this.#mean, this.#variance] = [zeros(), zeros(), zeros()];
    this.#average = zeros();
    // He, Zhang, Ren, Sun 2015: as wide as the layer before allows.
    this.#weights = zeros().map((_, index) => {
      const spread = index < HIDDEN * inputs ? Math.sqrt(12 / inputs) : Math.sqrt(3 / HIDDEN);
      return index < HIDDEN * (inputs + 1) ? (random() - 0.5) * spread : 0;
    });
  }

  learn(batch: readonly Example[], rate: number): void {
    this.#gradient.fill(0);
    for (const { values, isRight } of batch) {
      this.#descend(values, this.#forward(values) - (isRight ? 1 : 0));
    }
    this.#step(rate, 1 / batch.length);
  }

  weights(): Weights {
    const [inputs, all] = [this.#inputs, [...this.#average]];
    return {
      hidden: Array.from({ length: HIDDEN }, (_, unit) =>
        all.slice(unit * inputs, (unit + 1) * inputs),
      ),
      output: all.slice(HIDDEN * inputs, HIDDEN * (inputs + 1)),
      shortcut: all.slice(HIDDEN * (inputs + 1)),
    };
  }

  /** Counts the weights as they are now in. */
  average(): void {
    this.#averaged++;
    for (let at = 0; at < this.#weights.length; at++) {
      const mean = this.#average[at] as number;
      this.#average[at] = mean + ((this.#weights[at] as number) - mean) / this.#averaged;
    }
  }

  #forward(values: readonly number[]): number {
    const [inputs, weights] = [this.#inputs, this.#weights];
    const output = HIDDEN * inputs;
    const shortcut = output + HIDDEN;
    let sum = 0;
    for (let index = 0; index < inputs; index++) {
      sum += (weights[shortcut + index] as number) * (values[index] as number);
    }
    for (let unit = 0; unit < HIDDEN; unit++) {
      let value = 0;
      for (let index = 0; index < inputs; index++) {
        value += (weights[unit * inputs + index] as number) * (values[index] as number);
      }
      this.#hidden[unit] = value > 0 ? value : LEAK * value;
      sum += (weights[output + unit] as number) * (this.#hidden[unit] as number);
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** Adds one example's share to the gradient. */
  #descend(values: readonly number[], error: number): void {
    const [inputs, weights, gradient] = [this.#inputs, this.#weights, this.#gradient];
    const output = HIDDEN * inputs;
    const add = (at: number, by: number) => {
      gradient[at] = (gradient[at] as number) + by;
    };
    for (let unit = 0; unit < HIDDEN; unit++) {
      const value = this.#hidden[unit] as number;
      add(output + unit, error * value);
      const share = error * (weights[output + unit] as number) * (value > 0 ? 1 : LEAK);
      for (let index = 0; index < inputs; index++) {
        add(unit * inputs + index, share * (values[index] as number));
      }
    }
    for (let index = 0; index < inputs; index++) {
      add(output + HIDDEN + index, error * (values[index] as number));
    }
  }

  #step(rate: number, share: number): void {
    this.#steps++;
    const meanBias = 1 - 0.9 ** this.#steps;
    const varianceBias = 1 - 0.999 ** this.#steps;
    for (let at = 0; at < this.#weights.length; at++) {
      const weight = this.#weights[at] as number;
      const slope = (this.#gradient[at] as number) * share + DECAY * weight;
      const mean = 0.9 * (this.#mean[at] as number) + 0.1 * slope;
      const variance = 0.999 * (this.#variance[at] as number) + 0.001 * slope * slope;
      [this.#mean[at], this.#variance[at]] = [mean, variance];
      const step = (rate * (mean / meanBias)) / (Math.sqrt(variance / varianceBias) + 1e-8);
      this.#weights[at] = weight - step;
    }
  }
}
