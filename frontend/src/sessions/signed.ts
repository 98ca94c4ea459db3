/** Signed meter values as a file for transparency programs: the XML container of S.A.F.E. e.V.'s Transparenzsoftware. */

export interface SignedValues {
  session_id: number;
  transaction_id: number | null;
  public_key: string | null;
  signed_values: readonly { context: string | null; format: string; data: string }[];
}

/** How that program calls our formats; it finds out about others by itself. */
const FORMATS: Record<string, string> = { OCMF: "OCMF", Alfen: "ALFEN", "SML (EDL40)": "EDL40" };

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/** A foreign text as XML text or attribute; control characters, which XML cannot have, are left out. */
const xml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "")
    .replaceAll(/[&<>"\r]/g, (one) => ENTITIES[one] ?? one);

const encodingOf = (key: string): string =>
  /^(?:[0-9a-f]{2})+$/i.test(key) ? "hex" : key.startsWith("-----") ? "plain" : "base64";

/** The file's content; each value stands there exactly as it came. */
export const toXml = (session: SignedValues): string => {
  const { public_key: key } = session;
  const id = String(session.transaction_id ?? session.session_id);
  const values = session.signed_values.map(({ context, format, data }) => {
    const known = FORMATS[format];
    const attribute = known ? ` format="${known}"` : "";
    const about = context ? ` context="${xml(context)}"` : "";
    return (
      `  <value transactionId="${id}"${about}>\n` +
      `    <signedData${attribute} encoding="plain">${xml(data)}</signedData>\n` +
      (key ? `    <publicKey encoding="${encodingOf(key)}">${xml(key)}</publicKey>\n` : "") +
      `  </value>\n`
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<values>\n${values.join("")}</values>\n`;
};
