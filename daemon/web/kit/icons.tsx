// The line icons, drawn on a 24 grid with the colour of the text around them. All decorative: words stand beside them.

const drawings = {
  broom: "M19 3l-7.5 8.5M9 10l5 4.5M9 10c-3 .5-5 3-5.5 8.5L6 18l.5 2.5L9 19.5l1.5 2c2.5-1.5 4-4 3.5-7",
  tick: "M4.5 12.5l5 5L19.5 7",
  ticks: "M2 13l4 4 8.5-9.5M11.5 16.5l1 .5L22 7.5",
  wrench: "M14.5 6.5a4.5 4.5 0 0 1 6-1.800l-3 3 1.8 1.8 3-3a4.5 4.5 0 0 1-6.3 5.5L8 20a2.1 2.1 0 0 1-3-3l8-8a4.5 4.5 0 0 1 1.5-2.5z",
  barred: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.700l12.6 12.6",
  question: "M9 9a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.2-1.5 2.400M12 17.5v.5",
  phone: "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2",
  box: "M3.5 8L12 3.5 20.5 8v8L12 20.5 3.5 16zM3.5 8L12 12.5 20.5 8M12 12.5v8",
  box_dot: "M3.5 8L12 3.5 20.5 8v8L12 20.5 3.5 16zM12 11.5v1",
  up: "M12 20V5M6 11l6-6 6 6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  timer: "M12 6a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 10v3.500M9.5 2.5h5M12 2.5V6M18.5 5.500l1.5 1.5",
  stop: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM7.5 12h9",
  form: "M7 3h7l4.5 4.5V20a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM13.5 3v5h5M9 12.500h6M9 16.500h6",
  tick_line: "M5 11l4.5 4.5L19 6M4 20h16",
  swap: "M4 8h14l-3.5-3.5M20 16H6l3.5 3.5",
  cross: "M6 6l12 12M18 6L6 18",
  person: "M12 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM5 20c.5-4 3-6 7-6s6.5 2 7 6",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4",
  tasks: "M4 6.5l1.5 1.5L8 5M4 13l1.5 1.5L8 11.5M4 19.5L5.5 21 8 18M11.5 6.5H20M11.5 13H20M11.5 19.5H20",
  rooms: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  dashboard: "M4 13.5a8 8 0 0 1 16 0M12 13.5l4-4M4 18.5h16",
  arrivals: "M3 18V6M3 14h18v4M21 14v-1a3 3 0 0 0-3-3h-8v4M6.5 8.5a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.400z",
  plus: "M12 5v14M5 12h14",
  offline: "M3 3l18 18M5 12.5a10 10 0 0 1 4-2.300M19 12.5a10 10 0 0 0-4-2.300M2 9a14.5 14.5 0 0 1 4-2.5M22 9A14.5 14.5 0 0 0 11 5.100M8.5 16a5 5 0 0 1 7 0M12 19.5v.5",
  alert: "M12 4L2.5 20h19zM12 10v4.5M12 17v.5",
  sync: "M20 11A8 8 0 0 0 5.5 7.5L4 9M4 4.5V9h4.5M4 13a8 8 0 0 0 14.5 3.5L20 15M20 19.5V15h-4.5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z",
  key: "M8 9.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM11.2 10.800L20 3M16 6.5l3 3",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  live: "M12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM7.5 7.5a6.4 6.4 0 0 0 0 9M16.5 7.5a6.4 6.4 0 0 1 0 9",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4",
  down: "M6 9.5l6 6 6-6",
  high: "M6 12.5l6-6 6 6M6 18.5l6-6 6 6",
  level: "M5 9.5h14M5 14.5h14",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.5",
  offers: "M12 3.5l7.5 3v5.500c0 4.500-3 7.500-7.500 9-4.500-1.500-7.500-4.500-7.500-9V6.500zM14.500 9.500c-3-1.500-5 0-4 1.500s4 1 4 2.500-2.500 2-5 .500M12 7.500v9.500",
  findings: "M9 3.5h6v3H9zM9 5H5.5v16h13V5H15M12 10.5v4.500M12 17.500v.5",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
