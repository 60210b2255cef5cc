import * as z from 'zod';

/** How shells, editors and programs refer to a variable. */
const REFERENCE =
  /^(?:\$\{(?:env:)?([\w.]+)\}|\$(?:env:)?([\w.]+)|%([\w.]+)%|process\.env\.([\w.]+))$/i;
const NAME = /^[A-Za-z_][\w.]*$/;
/** Longer names of mixed letters and digits are keys. */
const KEY = /^(?=.*[a-z])(?=.*\d)\w{30,}$/;

/** The name of an environment variable, out of a reference to it. */
export const variableName = z
  .string()
  .min(1)
  .transform((text, context) => {
    const reference = REFERENCE.exec(text.trim());
    const name = reference?.slice(1).find((part) => part !== undefined) ?? text.trim();
    if (NAME.test(name) && !KEY.test(name)) return name;
    const message =
      'must be the name of an environment variable, such as OPENAI_API_KEY, not the key';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
