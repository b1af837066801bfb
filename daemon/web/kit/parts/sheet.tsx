import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Icon } from "../icons";
import { t } from "../i18n";

interface Props { title: ComponentChildren; onClose: () => void; children: ComponentChildren; wide?: boolean }

/** A modal sheet: from below on a phone, in the middle on a desk. Esc, the cross and a tap beside it close it. */
export function Sheet({ title, onClose, children, wide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => { if (opener instanceof HTMLElement) opener.focus({ preventScroll: true }); };
  }, []);
  const pressedBeside = useRef(false); // a selection that began in it may end beside it
  const onPointerDown = (event: PointerEvent): void => { pressedBeside.current = event.target === dialog.current; };
  const onClick = (event: MouseEvent): void => { if (pressedBeside.current && event.target === dialog.current) onClose(); };
  return (
    <dialog ref={dialog} class={wide ? "sheet wide" : "sheet"} aria-labelledby={heading} onClose={onClose} onPointerDown={onPointerDown} onClick={onClick}>
      <div class="sheet-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" class="sheet-close" aria-label={t("sheet.close")} onClick={onClose}><Icon name="cross" /></button>
      </div>
      <div class="sheet-body">{children}</div>
    </dialog>
  );
}
