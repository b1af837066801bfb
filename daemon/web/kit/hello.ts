// What the box says of itself before anything else.

export interface Hello { property: string; name: string; timeZone: string; mqttUrl: string; version: string; now: number }

const text = (value: unknown, name: string): string => {
  if (typeof value !== "string" || value === "") throw new TypeError(`hello: ${name} is missing`);
  return value;
};

export function parseHello(json: unknown): Hello {
  const fields = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const now = Date.parse(text(fields["now"], "now"));
  if (Number.isNaN(now)) throw new TypeError("hello: now is not a time");
  return {
    property: text(fields["property"], "property"), name: text(fields["name"], "name"), timeZone: text(fields["time_zone"], "time_zone"),
    mqttUrl: text(fields["mqtt_url"], "mqtt_url"), version: text(fields["version"], "version"), now,
  };
}

/** The broker's address. What it leaves out — scheme, host, port — is taken from the page's own address. */
export function brokerUrl(given: string, page: { protocol: string; hostname: string; port: string }): string {
  const [, scheme, host, port, path] = /^(?:(wss?):)?(?:\/\/)?([^/:[]*|\[[^\]]*\])(?::(\d+))?(\/.*)?$/.exec(given) ?? [];
  const ourScheme = page.protocol === "https:" ? "wss" : "ws";
  const isWholeAuthority = Boolean(host || port);
  const ourPort = isWholeAuthority ? port : page.port;
  return `${scheme ?? ourScheme}://${host || page.hostname}${ourPort ? `:${ourPort}` : ""}${path ?? "/mqtt"}`;
}
