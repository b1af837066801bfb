// Rows of the data quality page, and the findings of the stand-in box behind them.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { FindingStage } from "../../gen/stayd/v1/common_pb";
import { type FindingState } from "../../gen/stayd/v1/finding_pb";
import { idText } from "../../kit/ids";
import type { FakeBox } from "../box/box";

export const rows = (page: Page): Locator => page.locator(".finding-row");
export const row = (page: Page, finding: FindingState): Locator => page.locator(`[data-id="${idText(finding.findingId)}"]`);
/** The box's finding of a rule. */
export const findingsOf = (box: () => FakeBox) => (rule: string, stage = FindingStage.OPEN): FindingState => {
  const found = box().findings.find((one) => one.rule === rule && one.stage === stage);
  assert.ok(found, rule);
  return found;
};
