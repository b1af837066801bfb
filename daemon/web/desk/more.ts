import { Later } from "../kit/parts/later";

/** All but the frame, the dashboard and the list of arrivals. */
export const more = new Later(() => import("./later"));
export type More = typeof import("./later");
