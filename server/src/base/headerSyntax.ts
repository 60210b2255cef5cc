const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** True for a name that a header can have (RFC 9110 §5.6.2). */
export const isHeaderName = (name: string): boolean => NAME.test(name);

/** True for a value that a header can have (RFC 9110 §5.5). */
export const isHeaderValue = (value: string): boolean => VALUE.test(value);
