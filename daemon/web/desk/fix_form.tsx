// Mends a finding where it stands: the fields in question, with what is known in them. Enter saves and goes to the next.
import { useComputed, useSignal, type Signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import { boxNow } from "../kit/clock";
import { Icon } from "../kit/icons";
import { t, type PlainKey } from "../kit/i18n";
import type { Finding } from "../kit/model";
import { useBox } from "../kit/staff";
import { localDate } from "../kit/time";
import { whatOf } from "./finding_decide";
import { isMended } from "./finding_list";
import { actsOf, documentOf, draftOf, isBeaten, keepOurs, knownOf, learnt, mistakesIn, takeTheirs, typedInto, type Draft, type Entry } from "./fix_draft";
import { codeWords, documentTypes, elsewhere, fieldsToFix, fieldWords, isOfDocument, kindOf, sexes, signatures, tidy } from "./fix_fields";
import { openPerson, type Person, type NoPerson } from "./person";

const lookAgain = 10_000;

interface Props { finding: Finding; onDone: () => void; onClose: () => void }

/** What is known of the person, asked for again and again, and what is typed meanwhile. */
function useFixing(finding: Finding, section: RefObject<HTMLElement | null>) {
  const box = useBox();
  const person = useSignal<Person | NoPerson | undefined>(undefined);
  const isSilent = useSignal(false);
  const draft = useSignal<Draft>([]);
  const ask = useMemo(() => async (): Promise<void> => {
    const isFirst = person.peek() === undefined;
    const told = await openPerson(finding.subjectId);
    isSilent.value = told === undefined;
    if (told === undefined) return;
    if (typeof told !== "string") draft.value = isFirst ? draftOf(told, fieldsToFix(finding.rule, told.gaps, knownOf(told))) : learnt(draft.peek(), told);
    person.value = told;
    if (isFirst) focusIn(section, "input, select, .button");
  }, []);
  useEffect(() => {
    void ask();
    const timer = setInterval(() => { if (person.peek() !== undefined) void ask(); }, lookAgain);
    return () => clearInterval(timer);
  }, []);
  // What the rule says has changed: somebody has changed the person.
  const version = useComputed(() => box.store.shelf("findings").get(finding.id)?.version.version).value;
  useEffect(() => { if (person.peek() !== undefined) void ask(); }, [version]);
  return { person, isSilent, draft, ask };
}

const focusIn = (section: RefObject<HTMLElement | null>, what: string): void =>
  void requestAnimationFrame(() => section.current?.querySelector<HTMLElement>(what)?.focus());

export function FixForm({ finding, onDone, onClose }: Props) {
  const box = useBox();
  const section = useRef<HTMLElement>(null);
  const { person, isSilent, draft, ask } = useFixing(finding, section);
  const said = useSignal("");
  const isSaving = useSignal(false);
  const today = localDate(boxNow(), box.zone.value);
  const what = whatOf(finding);

  /** Why it is not saved; empty when it is. A box that does not answer keeps nobody from saving: what was typed goes when it does. */
  const trySave = async (): Promise<string> => {
    if (mistakesIn(draft.peek(), today).size > 0) return t("fix.look");
    await ask();
    const known = person.peek();
    if (!known || typeof known === "string") return t(known === "closed" ? "fix.closed" : "fix.gone");
    if (isBeaten(draft.peek())) return t("fix.choose");
    const acts = actsOf(known, draft.peek(), t("fix.act", { what }));
    if (acts.length === 0) return t("fix.nothing");
    for (const act of acts) if (!await box.act(act)) return t("fix.not_kept");
    return "";
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isSaving.peek()) return;
    isSaving.value = true;
    said.value = await trySave();
    isSaving.value = false;
    if (said.peek() === "") onDone();
    else focusIn(section, "[aria-invalid=true]");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  const known = person.value;
  const inMews = known === undefined || typeof known === "string" ? [] : elsewhere(finding.rule, known.gaps);
  const close = <button type="button" class="button" onClick={onClose}>{t("sheet.close")}</button>;
  return (
    <section class="fix-form" ref={section} aria-label={t("fix.title", { what })} onKeyDown={onKeyDown}>
      {known === undefined && !isSilent.value && <p role="status" class="muted">{t("fix.reading")}</p>}
      {known === undefined && isSilent.value && <p role="alert">{t("fix.silent")} <button type="button" class="button" onClick={() => void ask()}>{t("change.retry")}</button></p>}
      {known === "gone" && <p role="alert">{t("fix.gone")}</p>}
      {known === "closed" && <p role="alert">{t("fix.closed")}</p>}
      {known === undefined || typeof known === "string" ? <div class="buttons">{close}</div> : (
        <form onSubmit={(event) => void save(event)} noValidate>
          <p class="fix-who"><Icon name="person" /><strong><bdi>{known.name}</bdi></strong>{known.stay && <span class="muted"> {t("fix.stay", { number: known.stay })}</span>}</p>
          {isMended(finding) && <p class="banner info"><Icon name="tick" /><span class="grow">{t("findings.mended_why")}</span></p>}
          <Fields draft={draft} today={today} onType={() => { said.value = ""; }} />
          {inMews.length > 0 && <p class="small muted">{t("fix.elsewhere", { fields: inMews.join(", ") })}</p>}
          {documentOf(known) && draft.value.some(({ field }) => isOfDocument(field)) && <p class="small muted">{t("fix.document")}</p>}
          <p class="error" role="alert">{said.value}</p>
          <div class="buttons">{draft.value.length > 0 && <button class="button primary" disabled={isSaving.value}>{t("fix.save")}</button>}{close}</div>
        </form>
      )}
    </section>
  );
}

function Fields({ draft, today, onType }: { draft: Signal<Draft>; today: string; onType: () => void }) {
  const become = (next: Draft): void => { draft.value = next; onType(); };
  return (
    <div class="fix-fields">
      {draft.value.map((entry) => (
        <Field key={entry.field} entry={entry} wrong={entry.theirs === undefined ? mistakesIn([entry], today).get(entry.field) : undefined}
          onType={(typed) => become(typedInto(draft.peek(), entry.field, typed))}
          onTheirs={() => become(takeTheirs(draft.peek(), entry.field))} onOurs={() => become(keepOurs(draft.peek(), entry.field))} />
      ))}
    </div>
  );
}

/** A union the types of <input> do not take as one. */
const inputType = (kind: ReturnType<typeof kindOf>): "text" =>
  (kind === "birth" || kind === "date" ? "date" : kind === "email" ? "email" : kind === "phone" ? "tel" : "text") as "text";

interface FieldProps { entry: Entry; wrong: PlainKey | undefined; onType: (typed: string) => void; onTheirs: () => void; onOurs: () => void }

function Field({ entry: { field, seen, typed, theirs }, wrong, onType, onTheirs, onOurs }: FieldProps) {
  const error = useId();
  const kind = kindOf(field);
  const choices = kind === "sex" ? sexes : kind === "signature" ? signatures : kind === "paper" ? documentTypes : undefined;
  const common = { name: field, value: typed, "aria-invalid": wrong !== undefined, "aria-describedby": error };
  const words = (kind === "country" || kind === "language") && codeWords(field, tidy(field, typed));
  return (
    <div class="fix-field">
      <label class="field">
        <span>{fieldWords(field)}</span>
        {choices ? (
          <select {...common} onChange={(event) => onType(event.currentTarget.value)}>
            <option value="">{t("fix.choose_one")}</option>
            {choices.map(([value, key]) => <option key={value} value={value}>{t(key)}</option>)}
          </select>
        ) : (
          <input {...common} type={inputType(kind)}
            autocomplete="off" spellcheck={false} dir={kind === "name" || kind === "text" ? "auto" : "ltr"} maxLength={255} onInput={(event) => onType(event.currentTarget.value)} />
        )}
        <span id={error} class={wrong ? "error" : "hint"}>{wrong ? t(wrong) : words || (typed !== seen && seen ? t("fix.was", { value: seen }) : "")}</span>
      </label>
      {theirs !== undefined && (
        <div class="banner warn" role="status">
          <Icon name="swap" /><span class="grow">{t("fix.meanwhile")} <strong><bdi>{theirs || t("change.nothing")}</bdi></strong></span>
          <span class="buttons">
            <button type="button" class="button" onClick={onTheirs}>{t("fix.theirs")}</button>
            <button type="button" class="button" onClick={onOurs}>{t("fix.ours")}</button>
          </span>
        </div>
      )}
    </div>
  );
}
