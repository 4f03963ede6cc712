type Exchange = { method: string; url: string; requestHeaders: [string, string][]; requestBody: string };

/** Headers that curl works out by itself from the rest. */
const LEFT_TO_CURL = new Set(["content-length", "host", "connection", "transfer-encoding"]);

/**
 * The request of an attempt as a curl command for a POSIX shell. Secret values stay masked, as they are kept.
 */
export function toCurl({ method, url, requestHeaders, requestBody }: Exchange): string {
  const headers = requestHeaders
    .filter(([name]) => !LEFT_TO_CURL.has(name.toLowerCase()))
    .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  // Without it curl takes brackets and braces for a list of addresses.
  const command = /[[\]{}]/.test(url) ? "curl --globoff" : "curl";
  return [`${command} -X ${method} ${quote(url)}`, ...headers, `--data-binary ${quote(requestBody)}`].join(
    " \\\n  ",
  );
}

/** Single quotes keep every character; a single quote itself is put between. A leading @ would name a file. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
