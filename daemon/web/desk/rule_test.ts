// Asks the box what a rule would say now, without anybody seeing it.
export interface RuleTest { mistakes: string[]; asked: number; hits: number; haveAnother: number; first: string[] }

/** Undefined: the box did not answer. */
export async function testRule(text: string): Promise<RuleTest | undefined> {
  try {
    const response = await fetch("/api/v1/rules/test", {
      method: "POST", headers: { "Content-Type": "application/toml" }, body: text, signal: AbortSignal.timeout(60_000) });
    if (!response.ok) return undefined;
    const answer = (await response.json()) as { mistakes: string[]; rules: { asked: number; hits: number; have_another: number; first: string[] }[] };
    const rule = answer.rules[0];
    return { mistakes: answer.mistakes, asked: rule?.asked ?? 0, hits: rule?.hits ?? 0, haveAnother: rule?.have_another ?? 0, first: rule?.first ?? [] };
  } catch {
    return undefined;
  }
}
