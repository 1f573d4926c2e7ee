import { html, Markup } from './html';

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: #28272d; background: #fafafa }
header { background: #292961; color: #fff; padding: .7rem 1.5rem }
header a { color: #fff; text-decoration: none } header small { opacity: .75; margin-left: .8rem }
main { max-width: 66rem; margin: 1.5rem auto; padding: 0 1.5rem }
table { border-collapse: collapse; width: 100%; background: #fff }
th, td { text-align: left; padding: .5rem .8rem; border-bottom: 1px solid #e5e5ea }
pre { background: #1f1e24; color: #ececef; padding: 1rem; overflow-x: auto; border-radius: 6px; white-space: pre-wrap }
.status { border-radius: 1rem; padding: .1rem .7rem; background: #ececef; white-space: nowrap }
.success { background: #c3e6cd } .failed { background: #fdd4cd } .running { background: #cbe2f9 }
a { color: #1068bf }`;

/** The style is ours and is not escaped. */
const rawStyle = new Markup(style);

/** A whole page. One that shows something unfinished loads itself again every two seconds. */
export function renderPage(
  title: string,
  content: Markup,
  unfinished = false,
): string {
  const refresh = unfinished
    ? html`<meta http-equiv="refresh" content="2" />`
    : undefined;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        ${refresh}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <style>
          ${rawStyle}
        </style>
      </head>
      <body>
        <header>
          <a href="/"><strong>Local GitLab</strong></a
          ><small>stands for GitLab in demo and tests</small>
        </header>
        <main>${content}</main>
      </body>
    </html>`.text;
}

/** A status as a coloured label. */
export function renderStatus(status: string): Markup {
  return html`<span class="status ${status}"
    >${status.replaceAll('_', ' ')}</span
  >`;
}
