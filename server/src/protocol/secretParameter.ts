const SECRET = /key|token|secret|sig|passw|code/i;

/** True for a parameter of an address that may hold a key, by its name. */
export const isSecretParameter = (name: string): boolean => SECRET.test(name);
