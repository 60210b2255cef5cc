/** An error as OpenAI, and most who speak its dialect, write it. */
export const openai = (
  message: string,
  type: string,
  param: string | null,
  code: string | null,
) => ({
  error: { message, type, param, code },
});

/** A page of nginx. */
export const nginx = (title: string): string =>
  `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n`;
