/** The slope of the hidden layer's activation for negative sums. */
export const LEAK = 0.05;

/** The weights of a perceptron with one hidden layer and a shortcut around it. */
export interface Weights {
  /** One row of as many weights as there are inputs for each hidden unit. */
  readonly hidden: readonly (readonly number[])[];
  readonly output: readonly number[];
  /** From the inputs to the output. */
  readonly shortcut: readonly number[];
}

/** The probability that a network gives to its inputs, 0 to 1; the hidden layer is a leaky rectifier. */
export function probability(
  inputs: readonly number[],
  { hidden, output, shortcut }: Weights,
): number {
  let sum = dot(inputs, shortcut);
  for (let unit = 0; unit < hidden.length; unit++) {
    const value = dot(inputs, hidden[unit] as readonly number[]);
    sum += (output[unit] as number) * (value > 0 ? value : LEAK * value);
  }
  return 1 / (1 + Math.exp(-sum));
}

function dot(one: readonly number[], other: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) {
    sum += (one[index] as number) * (other[index] as number);
  }
  return sum;
}
