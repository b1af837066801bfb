// What the desk's lists share: rows in a held order, one of them chosen, worked by mouse and by keyboard.
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useAct } from "../kit/act";
import { Icon } from "../kit/icons";
import { t } from "../kit/i18n";
import { shortcuts } from "../kit/keys";
import { useHeldOrder, type HeldOrder } from "./held_order";

/** `opener`: the class of what takes the keyboard in a row. `keys`: what single keys do to the chosen row. */
interface Options extends HeldOrder { opener: string; keys: Record<string, (id: string) => void> }

export function useRows({ opener, keys, ...order }: Options) {
  const selected = useSignal<string | undefined>(undefined);
  const table = useRef<HTMLTableElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { ids, moved, touch, release } = useHeldOrder(order);
  const shown = useRef(ids);
  const acts = useRef(keys);
  acts.current = keys;
  const onSelect = useAct((id: string) => { selected.value = id; });
  const focusRow = (id: string | undefined): void => {
    selected.value = id;
    if (id) table.current?.querySelector<HTMLElement>(`[data-id="${id}"] .${opener}`)?.focus();
  };
  // The row goes with what was focused in it: whoever works by keyboard stands at the one that took its place.
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = ids;
    const id = selected.peek();
    if (!id || ids.includes(id)) return;
    const next = ids[Math.min(before.indexOf(id), ids.length - 1)];
    if (document.activeElement === document.body) focusRow(next);
    else selected.value = next;
  }, [ids]);
  useEffect(() => {
    const step = (by: number) => (): void => {
      const at = shown.current.indexOf(selected.peek() ?? "");
      focusRow(shown.current[Math.max(0, Math.min(shown.current.length - 1, at < 0 ? 0 : at + by))]);
      touch();
    };
    const act = (key: string) => (): void => {
      const id = selected.peek();
      if (id && shown.current.includes(id)) acts.current[key]?.(id);
    };
    return shortcuts([
      { keys: "j", run: step(1) }, { keys: "ArrowDown", run: step(1) }, { keys: "k", run: step(-1) }, { keys: "ArrowUp", run: step(-1) },
      { keys: "/", run: () => search.current?.focus() }, ...Object.keys(keys).map((key) => ({ keys: key, run: act(key) })),
    ]);
  }, []);
  return {
    ids, search, focusRow,
    /** For the table, and for each of its rows; what a screen adds to those stays the same too (useAct), or each is drawn again with every other. */
    hands: { ref: table, onPointerMove: touch, onPointerDown: touch, onFocusIn: touch },
    row: (id: string) => ({ id, isSelected: selected.value === id, onSelect }),
    moved: (
      <div aria-live="polite" class="live">
        {moved > 0 && <button type="button" class="button order-button" onClick={release}><Icon name="swap" />{t("arrivals.order", { count: moved })}</button>}
      </div>
    ),
  };
}
