import assert from "node:assert/strict";
import { test } from "node:test";
import { together } from "../../kit/together";

test("what comes within a frame is taken in one piece and in its order, what comes later in the next", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const taken: string[][] = [];
  const give = together<string>((all) => taken.push(all));
  for (const one of ["a", "b", "c"]) give(one);
  assert.deepEqual(taken, [], "nothing before the frame is over");
  context.mock.timers.tick(16);
  give("d");
  context.mock.timers.tick(16);
  context.mock.timers.tick(1000);
  assert.deepEqual(taken, [["a", "b", "c"], ["d"]]);
});

test("what comes while things are taken waits for the next frame", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const taken: number[][] = [];
  const give = together<number>((all) => {
    taken.push(all);
    if (all[0]! < 3) give(all[0]! + 1);
  });
  give(1);
  context.mock.timers.tick(16);
  assert.deepEqual(taken, [[1]]);
  context.mock.timers.tick(16);
  context.mock.timers.tick(16);
  assert.deepEqual(taken, [[1], [2], [3]]);
});
