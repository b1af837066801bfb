// What the box tells of rules beside the rules themselves: their facts, their versions, and those it could not take.
export interface Column { name: string; says: string }
/** `by` is empty and `since` undefined where nobody knows who wrote it. */
export interface Version { text: string; by: string; since: number | undefined }
export interface RuleDesk { fired: number; mended: number; columns: Column[]; versions: Version[] }
export interface RefusedRules { leftOut: string[]; failed: string[] }

interface Answer {
  left_out: string[]; failed: string[];
  rule?: { fired: number; mended: number; columns: Column[]; versions: { text: string; by: string; since: string | null }[] };
}

async function ask(query: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(`/api/v1/desk/rules${query}`, { signal: AbortSignal.timeout(20_000) });
    return response.ok ? ((await response.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined: the box did not answer. */
export async function refusedRules(): Promise<RefusedRules | undefined> {
  const answer = await ask("");
  return answer && { leftOut: answer.left_out, failed: answer.failed };
}

/** Undefined: the box did not answer, or has no such rule. */
export async function ruleDesk(rule: string): Promise<RuleDesk | undefined> {
  const told = (await ask(`?rule=${encodeURIComponent(rule)}`))?.rule;
  return told && { ...told, versions: told.versions.map((one) => ({ ...one, since: one.since === null ? undefined : Date.parse(one.since) })) };
}
