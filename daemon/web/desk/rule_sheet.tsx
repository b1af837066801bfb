import { useComputed, useSignal, type Signal } from "@preact/signals";
import { useEffect, useId, useMemo } from "preact/hooks";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Rule } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { Sheet } from "../kit/parts/sheet";
import { useBox, type StaffBox } from "../kit/staff";
import { say } from "../kit/toast";
import { Severity, roleWords } from "./finding_words";
import { isWrittenHere, pendingOfRule, ruleShown, subjectName, switched } from "./rule_list";
import { testRule, type RuleTest } from "./rule_test";

const words = { saved: "rules.said_saved", on: "rules.said_on", off: "rules.said_off", back: "rules.said_back" } as const;

async function write(box: StaffBox, rule: Rule, text: string, said: keyof typeof words): Promise<void> {
  const isDone = await box.act({ kind: "edit_rule", rule: rule.rule, ruleId: rule.id, words: t("rules.act", { rule: rule.rule }), text, seen: rule.textVersion });
  if (isDone) say({ text: t(words[said], { rule: rule.rule }) });
}

type Tested = { state: "asking" } | { state: "silent" } | { state: "told"; told: RuleTest; text: string };

/** One rule in full. What is typed stays while somebody else writes the same rule, and is put over theirs only by choice. */
export function RuleSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const box = useBox();
  const rule = useComputed(() => ruleShown(box, id)).value;
  const draft = useSignal(rule?.text ?? "");
  const seen = useSignal(rule?.text ?? "");
  const tested = useSignal<Tested | undefined>(undefined);
  const hint = useId();
  const pending = useComputed(() => {
    const held = box.store.shelf("rules").get(id);
    return held && pendingOfRule(box, held);
  }).value;
  const waits = pending !== undefined && pending.phase !== "not_saved";
  const isTouched = draft.value !== seen.value;
  // Nothing was typed, or theirs is what was typed: the text follows.
  useEffect(() => {
    if (!rule || rule.text === seen.peek()) return;
    if (draft.peek() === seen.peek() || draft.peek() === rule.text) {
      draft.value = rule.text;
      seen.value = rule.text;
    }
  }, [rule?.text]);
  const isBeaten = rule !== undefined && rule.text !== seen.value && isTouched;
  const test = useMemo(() => async (): Promise<void> => {
    const text = draft.peek();
    tested.value = { state: "asking" };
    const told = await testRule(text);
    tested.value = told ? { state: "told", told, text } : { state: "silent" };
  }, []);
  if (!rule) return null;
  return (
    <Sheet title={<><bdi>{rule.rule}</bdi> <span dir="auto">{rule.name}</span></>} onClose={onClose}>
      <p class="finding-head"><Severity of={rule.severity} /><span>{rule.on ? t("rules.on") : t("rules.off")}</span><span class="muted" dir="auto">{rule.file}</span></p>
      <dl class="facts">
        <dt>{t("findings.c_what")}</dt><dd dir="auto">{rule.message}</dd>
        <dt>{t("findings.fix")}</dt><dd dir="auto">{rule.fix}</dd>
        <dt>{t("findings.c_role")}</dt><dd dir="auto">{roleWords(rule.role)}</dd>
      </dl>
      <ChangeLine pending={pending} mark={undefined} />
      {isBeaten && (
        <div class="banner warn" role="status">
          <Icon name="alert" /><span class="grow">{t("rules.changed_meanwhile", { who: rule.changedBy })}</span>
          <span class="buttons">
            <button type="button" class="button" onClick={() => { draft.value = rule.text; seen.value = rule.text; }}>{t("rules.a_theirs")}</button>
            <button type="button" class="button" onClick={() => { seen.value = rule.text; }}>{t("rules.a_mine")}</button>
          </span>
        </div>
      )}
      <form class="form" onSubmit={(event) => { event.preventDefault(); void write(box, rule, draft.peek(), "saved"); seen.value = draft.peek(); }}>
        <label class="field">
          <span>{t("rules.text")}</span>
          <textarea name="text" class="rule-text" rows={16} spellcheck={false} dir="ltr" value={draft.value} aria-describedby={hint}
            onInput={(event) => { draft.value = event.currentTarget.value; }} />
          <span id={hint} class="hint">{t("rules.text_hint", { subject: subjectName(rule.subject) })}</span>
        </label>
        <Told tested={tested} />
        <div class="buttons">
          <button type="button" class="button" onClick={() => void test()}>{t("rules.a_test")}</button>
          <button class="button primary" disabled={!isTouched || isBeaten || waits}>{t("rules.a_save")}</button>
          <button type="button" class="button" disabled={isTouched || waits} onClick={() => void write(box, rule, switched(rule.text, !rule.on), rule.on ? "off" : "on")}>
            {rule.on ? t("rules.a_off") : t("rules.a_on")}
          </button>
          {isWrittenHere(rule) && (
            <button type="button" class="button" disabled={waits} onClick={() => { seen.value = draft.value = rule.text; void write(box, rule, "", "back"); }}>
              <Icon name="undo" />{t("rules.a_back")}
            </button>
          )}
        </div>
      </form>
    </Sheet>
  );
}

function Told({ tested }: { tested: Signal<Tested | undefined> }) {
  const now = tested.value;
  return (
    <div aria-live="polite" class="live rule-told">
      {now?.state === "asking" && <p>{t("rules.testing")}</p>}
      {now?.state === "silent" && <p class="error">{t("rules.untested")}</p>}
      {now?.state === "told" && now.told.mistakes.length > 0 && (
        <div class="error"><p>{t("rules.mistakes")}</p><ul>{now.told.mistakes.map((line) => <li key={line} dir="ltr">{line}</li>)}</ul></div>
      )}
      {now?.state === "told" && now.told.mistakes.length === 0 && (
        <>
          <p>{t("rules.tested", { hits: now.told.hits, asked: now.told.asked, double: now.told.haveAnother })}</p>
          {now.told.first.length > 0 && <p class="small muted" dir="auto">{t("rules.first", { names: now.told.first.join(", ") })}</p>}
        </>
      )}
    </div>
  );
}
