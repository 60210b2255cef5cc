/** Polls, because the editor tells of few of its changes. */
export async function until<Result>(
  what: string,
  probe: () => Promise<Result | undefined>,
): Promise<Result> {
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const result = await probe();
    if (result !== undefined) return result;
    if (Date.now() > giveUpAt) throw new Error(`Waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
