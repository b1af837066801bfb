// Things that come in a burst are taken together: a list of hundreds is sorted and drawn once, not hundreds of times.
const aFrame = 16; // milliseconds; by a timer, as a page that nobody sees has no frames

/** What is given to the result within one frame comes to `take` in one piece, in its order. */
export function together<T>(take: (all: T[]) => void): (one: T) => void {
  let waiting: T[] = [];
  const hand = (): void => {
    const all = waiting;
    waiting = [];
    take(all);
  };
  return (one) => {
    if (waiting.push(one) === 1) setTimeout(hand, aFrame);
  };
}
