// The HTML around each app. No inline script or style: the pages run under a strict Content-Security-Policy.

/** Each app with every URL that shows it: its screens are routes inside the page. */
export const apps = [
  { name: "handheld", title: "stayd", paths: ["/h/", "/h/rooms"], background: ["#F4F6F8", "#0F1318"] },
  { name: "desk", title: "stayd desk", paths: ["/d/", "/d/arrivals", "/d/rooms", "/d/quality", "/d/opportunities", "/d/rules"], background: ["#F4F6F8", "#0F1318"] },
  { name: "sign", title: "Lobby", paths: ["/s/lobby"], background: ["#0A0E13", "#0A0E13"] },
];

const head = (title, background, style, icon) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="${background[0]}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="${background[1]}" media="(prefers-color-scheme: dark)">
<link rel="icon" href="${icon.path}" type="image/svg+xml">
<link rel="stylesheet" href="${style.path}" integrity="${style.integrity}">`;

/** Hidden for as long as a page takes to load; nobody stands at a sign to read it. */
const unloaded = `<p class="unloaded">This page did not load. <a href="">Reload</a></p>`;

/** `scripts`: the app's own, then what it imports, so that all of them are fetched at once. */
export function pageHtml(app, { scripts: [script, ...imported], style, icon }) {
  return `${head(app.title, app.background, style, icon)}
${imported.map(({ path, integrity }) => `<link rel="modulepreload" href="${path}" integrity="${integrity}">\n`).join("")}<script type="module" src="${script.path}" integrity="${script.integrity}"></script>
</head>
<body class="${app.name}">
<div id="app">${app.name === "sign" ? "" : unloaded}</div>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`;
}

export function chooserHtml({ style, icon }) {
  return `${head("stayd", ["#F4F6F8", "#0F1318"], style, icon)}
</head>
<body>
<main>
<h1>stayd</h1>
<p>The box that stays up. What is this screen for?</p>
<nav aria-label="Pages">
<a href="/h/"><strong>Phone</strong><span>My tasks and rooms, for staff on their feet</span></a>
<a href="/d/"><strong>Desk</strong><span>Dashboard, arrivals, rooms, data quality and opportunities</span></a>
<a href="/s/lobby"><strong>Lobby sign</strong><span>For guests, full screen</span></a>
</nav>
</main>
</body>
</html>
`;
}
