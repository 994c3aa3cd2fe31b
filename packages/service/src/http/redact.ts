/**
 * A log that holds no secret: neither those that are named, in clear or as Basic credentials or percent-encoded, nor what
 * signs a URL, nor a token.
 *
 * @param secrets - that this process knows. What is shorter than four letters is none: it would be found everywhere.
 */
export function redacting(
  log: (line: string) => void,
  secrets: readonly (string | undefined)[],
): (line: string) => void {
  const known = secrets.filter((secret) => secret !== undefined && secret.length > 3) as readonly string[];
  const forms = known.flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]);
  // The longest first: one may be a part of another.
  const sorted = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (line) => {
    let safe = line;
    for (const form of sorted) safe = safe.replaceAll(form, '***');
    log(withoutSigned(safe));
  };
}

/** Queries of URLs, and what stands behind `Bearer`, `Basic` and the session's cookie. */
function withoutSigned(line: string): string {
  return line
    .replace(/(\bhttps?:\/\/[^\s?#"']{0,2000})[?#][^\s"']*/gi, '$1?***')
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 ***')
    .replace(/\b(dmsess=)[^\s;"']+/gi, '$1***');
}
