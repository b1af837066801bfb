// Parts of a page that its first screen does not need: loaded when they are shown, or before, when the browser has nothing else to do.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n";
import { Sheet } from "./sheet";
import { Empty } from "./words";

const idle = (run: () => void): void => {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(run, { timeout: 10_000 });
  else setTimeout(run, 2_000);
};

export class Later<T> {
  readonly held = signal<T | undefined>(undefined);
  readonly hasFailed = signal(false);

  constructor(private readonly load: () => Promise<T>) {}

  async start(): Promise<void> {
    if (this.held.peek()) return;
    await this.load().then((part) => { this.held.value = part; }, () => { this.hasFailed.value = true; });
  }

  /** So that it is there without the box, too. Should it fail, it is tried again when it is shown. */
  startWhenIdle(): void {
    idle(() => void this.load().then((part) => { this.held.value = part; }, () => {}));
  }
}

interface Props<T> { of: Later<T>; children: (part: T) => ComponentChildren; onClose?: () => void }

/** `onClose`: what is shown is a sheet. */
export function Part<T>({ of: later, children, onClose }: Props<T>) {
  useEffect(() => void later.start(), [later]);
  const part = later.held.value;
  if (part) return <>{children(part)}</>;
  if (!later.hasFailed.value) return onClose ? null : <p class="muted" role="status">{t("later.loading")}</p>;
  return onClose ? <Sheet title={t("later.failed")} onClose={onClose}><Reload /></Sheet> : <Empty icon="alert" title={t("later.failed")}><Reload /></Empty>;
}

function Reload() {
  return (
    <>
      <p>{t("later.why")}</p>
      <button type="button" class="button primary" onClick={() => location.reload()}>{t("later.reload")}</button>
    </>
  );
}
