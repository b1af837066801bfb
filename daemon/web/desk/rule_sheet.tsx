import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import type { Rule } from "../kit/model";
import { ChangeLine } from "../kit/parts/badge";
import { Sheet } from "../kit/parts/sheet";
import { person } from "../kit/session";
import { useBox, type StaffBox } from "../kit/staff";
import { say } from "../kit/toast";
import { Severity, roleWords } from "./finding_words";
import { ruleDesk, type RuleDesk } from "./rule_desk";
import { Diff } from "./rule_diff";
import { isOn, isWrittenHere, pendingOfRule, ruleShown, subjectName, switched } from "./rule_list";
import { Columns, Told, Versions, isTried, type Tested } from "./rule_more";
import { testRule } from "./rule_test";

const words = { saved: "rules.said_saved", on: "rules.said_on", off: "rules.said_off", back: "rules.said_back" } as const;

async function write(box: StaffBox, rule: Rule, text: string, said: keyof typeof words): Promise<void> {
  const isDone = await box.act({ kind: "edit_rule", rule: rule.rule, ruleId: rule.id, words: t("rules.act", { rule: rule.rule }), text, seen: rule.textVersion });
  if (isDone) say({ text: t(words[said], { rule: rule.rule }) });
}

/** What is typed, and the box's text that it began from. */
function useDraft(rule: Rule | undefined, waits: boolean) {
  const draft = useSignal(rule?.text ?? "");
  const base = useSignal(rule?.text ?? "");
  const sent = useSignal<string | undefined>(undefined);
  const take = (text: string): void => { draft.value = base.value = text; };
  // Nothing was typed, or what is new is what was sent from here, in the box's own layout: the text follows. A refusal leaves it as it was typed.
  useEffect(() => {
    if (!rule || rule.text === base.peek() || waits) return;
    const isOurs = draft.peek() === sent.peek() && rule.changedBy === person.peek()?.name;
    if (draft.peek() === base.peek() || draft.peek() === rule.text || isOurs) take(rule.text);
  }, [rule?.text, waits]);
  const isTouched = draft.value !== base.value;
  return { draft, base, sent, take, isTouched, isBeaten: rule !== undefined && !waits && rule.text !== base.value && isTouched };
}

/** One rule in full. What is typed stays while somebody else writes the same rule, and is put over theirs only by choice. */
export function RuleSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const box = useBox();
  const held = useComputed(() => box.store.shelf("rules").get(id)).value;
  const rule = useComputed(() => ruleShown(box, id)).value;
  const pending = useComputed(() => {
    const one = box.store.shelf("rules").get(id);
    return one && pendingOfRule(box, one);
  }).value;
  const waits = pending !== undefined && pending.phase !== "not_saved";
  const { draft, base, sent, take, isTouched, isBeaten } = useDraft(held, waits);
  const tested = useSignal<Tested | undefined>(undefined);
  const desk = useSignal<RuleDesk | undefined>(undefined);
  const area = useRef<HTMLTextAreaElement>(null);
  const hint = useId();
  useEffect(() => {
    if (!held) return;
    let isGone = false;
    void ruleDesk(held.rule).then((told) => { if (!isGone) desk.value = told; });
    return () => { isGone = true; };
  }, [held?.rule, held?.textVersion]);
  if (!rule || !held) return null;
  const test = async (): Promise<void> => {
    const text = draft.peek();
    tested.value = { state: "asking" };
    const told = await testRule(text);
    tested.value = told ? { state: "told", told, text } : { state: "silent" };
  };
  const save = (text: string, said: keyof typeof words): void => {
    sent.value = draft.peek();
    void write(box, held, text, said);
  };
  const pick = (name: string): void => {
    if (!area.current) return;
    area.current.setRangeText(name, area.current.selectionStart, area.current.selectionEnd, "end");
    draft.value = area.current.value;
    area.current.focus();
  };
  const isHeld = isTouched || waits;
  const mayWork = !isOn(draft.value) || isTried(tested.value, draft.value);
  return (
    <Sheet title={<><bdi>{rule.rule}</bdi> <span dir="auto">{rule.name}</span></>} onClose={onClose}>
      <p class="finding-head"><Severity of={rule.severity} /><span>{rule.on ? t("rules.on") : t("rules.off")}</span><span class="muted" dir="auto">{rule.file}</span></p>
      <dl class="facts">
        <dt>{t("findings.c_what")}</dt><dd dir="auto">{rule.message}</dd>
        <dt>{t("findings.fix")}</dt><dd dir="auto">{rule.fix}</dd>
        <dt>{t("findings.c_role")}</dt><dd dir="auto">{roleWords(rule.role)}</dd>
        {desk.value && <><dt>{t("rules.month")}</dt><dd>{t("rules.month_says", { fired: desk.value.fired, mended: desk.value.mended })}</dd></>}
      </dl>
      <ChangeLine pending={pending} mark={undefined} />
      {isBeaten && (
        <div class="banner warn" role="status">
          <Icon name="alert" /><span class="grow">{t("rules.changed_meanwhile", { who: rule.changedBy })}</span>
          <span class="buttons">
            <button type="button" class="button" onClick={() => { take(rule.text); }}>{t("rules.a_theirs")}</button>
            <button type="button" class="button" onClick={() => { base.value = rule.text; }}>{t("rules.a_mine")}</button>
          </span>
        </div>
      )}
      {isBeaten && <Diff before={rule.text} after={draft.value} />}
      <form class="form" onSubmit={(event) => { event.preventDefault(); save(draft.peek(), "saved"); }}>
        <label class="field">
          <span>{t("rules.text")}</span>
          <textarea ref={area} name="text" class="rule-text" rows={16} spellcheck={false} dir="ltr" value={draft.value} aria-describedby={hint}
            onInput={(event) => { draft.value = event.currentTarget.value; }} />
          <span id={hint} class="hint">{t("rules.text_hint", { subject: subjectName(rule.subject) })}</span>
        </label>
        <Told tested={tested} />
        {isTouched && !mayWork && <p class="hint">{t("rules.test_first")}</p>}
        <div class="buttons">
          <button type="button" class="button" disabled={tested.value?.state === "asking"} onClick={() => void test()}>{t("rules.a_test")}</button>
          <button class="button primary" disabled={!isTouched || isBeaten || waits || !mayWork}>{t("rules.a_save")}</button>
          {isTouched && isOn(draft.value) && (
            <button type="button" class="button" disabled={isBeaten || waits} onClick={() => { save(switched(draft.peek(), false), "off"); }}>{t("rules.a_draft")}</button>
          )}
          {!isTouched && (rule.on ? (
            <button type="button" class="button" disabled={isHeld} onClick={() => { save(switched(rule.text, false), "off"); }}>{t("rules.a_off")}</button>
          ) : (
            <button type="button" class="button" disabled={isHeld || !isTried(tested.value, draft.value)} onClick={() => { save(switched(rule.text, true), "on"); }}>{t("rules.a_on")}</button>
          ))}
          {isWrittenHere(rule) && (
            <button type="button" class="button" disabled={isHeld} onClick={() => { save("", "back"); }}><Icon name="undo" />{t("rules.a_back")}</button>
          )}
        </div>
        {!isTouched && !rule.on && !isTried(tested.value, draft.value) && <p class="hint">{t("rules.test_first")}</p>}
      </form>
      {desk.value && <Columns columns={desk.value.columns} onPick={pick} />}
      {desk.value && <Versions versions={desk.value.versions} current={rule.text} isHeld={isHeld} onPick={(text) => { save(text, "saved"); }} />}
    </Sheet>
  );
}
