// Asks the box what a rule would say now, and would have said, without anybody seeing it.
export interface RuleTest {
  mistakes: string[];
  asked: number; hits: number; haveAnother: number; first: string[];
  /** How far was looked back, and how often it fired there, on how many subjects. */
  hours: number; fired: number; firedOn: number; last: string[];
  /** Before that, only the times of stays are known. */
  knownSince: number | undefined;
}

interface Answer {
  mistakes: string[]; looked_back_hours: number; known_since: string | null;
  rules: { asked: number; hits: number; have_another: number; first: string[]; fired: number; fired_on: number; last: string[] }[];
}

/** Undefined: the box did not answer. */
export async function testRule(text: string): Promise<RuleTest | undefined> {
  try {
    const response = await fetch("/api/v1/rules/test", {
      method: "POST", headers: { "Content-Type": "application/toml" }, body: text, signal: AbortSignal.timeout(60_000) });
    if (!response.ok) return undefined;
    const answer = (await response.json()) as Answer;
    const rule = answer.rules[0];
    return {
      mistakes: answer.mistakes, asked: rule?.asked ?? 0, hits: rule?.hits ?? 0, haveAnother: rule?.have_another ?? 0, first: rule?.first ?? [],
      hours: answer.looked_back_hours, fired: rule?.fired ?? 0, firedOn: rule?.fired_on ?? 0, last: rule?.last ?? [],
      knownSince: answer.known_since === null ? undefined : Date.parse(answer.known_since),
    };
  } catch {
    return undefined;
  }
}

/** The line a mistake is about, and a mark below its place: "test:5:9: …" is about column 9 of line 5. */
export function excerpt(text: string, mistake: string): string | undefined {
  const place = /^[^:]*:(\d+):(\d+):/.exec(mistake);
  const line = place && text.split("\n")[Number(place[1]) - 1];
  if (!place || line === undefined) return undefined;
  return `${line}\n${" ".repeat(Number(place[2]) - 1)}^`;
}
