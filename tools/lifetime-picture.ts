import type { Journey, Life, Span } from './lifetime-facts.ts';

const lineHeight = 20;
const letter = 7.2;
const top = 56;
const margin = 12;

/** The colours of a picture that stands alone; the site gives its own. */
const style = `<style>
  svg { --ink: #1f2328; --soft: #59636e; --paper: #f6f8fa; --line: #d1d9e0; --made: #2f4bb3; --fault: #b3261e; --fine: #1a6b3c }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --soft: #b0b8c1; --paper: #151b23; --line: #3d444d; --made: #a9bbff; --fault: #ff9d94; --fine: #7fd8a0 }
  }
</style>`;

/**
 * Draws bars that show how long things live beside the code, and on them each session: from the call that makes it (a ring)
 * to where it is put (a dot), and on to the end of what keeps it.
 */
export function lifetimePicture(title: string, code: string, journeys: readonly Journey[]): string {
  const lines = code.trimEnd().split('\n');
  const lives = livesOf(journeys);
  const middles = new Map<string, number>();
  let codeLeft = margin;
  for (const { label } of lives) {
    const column = Math.max(...label.map(word => word.length * 6.8), 48) + 12;
    middles.set(label.join(' '), codeLeft + column / 2);
    codeLeft += column;
  }
  codeLeft = Math.ceil(codeLeft) + margin;
  const width = Math.ceil(codeLeft + Math.max(...lines.map(line => line.length)) * letter + margin);
  const height = top + lines.length * lineHeight + 16;
  const x = ({ label }: Life) => middles.get(label.join(' '))!;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
${style}
<rect width="${width}" height="${height}" rx="8" style="fill: var(--paper)" />
${lives.map(life => bar(life, x(life))).join('\n')}
${journeys.map(journey => marks(journey, codeLeft)).join('\n')}
<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="12" style="fill: var(--ink)">
${lines.flatMap((line, index) => (line === '' ? [] : [codeLine(line, index + 1, codeLeft)])).join('\n')}
</g>
${journeys.map(journey => way(journey, x)).join('\n')}
</svg>
`;
}

/** Every life that a picture shows, the shortest first. */
function livesOf(journeys: readonly Journey[]): Life[] {
  const order = ['call', 'object', 'process'];
  const lives: Life[] = [];
  for (const life of journeys.flatMap(({ call, stored }) => (stored ? [call, stored.life] : [call]))) {
    if (!lives.some(({ label }) => label.join() === life.label.join())) lives.push(life);
  }
  return lives.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The middle of a line of code. */
function y(line: number): number {
  return top + (line - 0.5) * lineHeight;
}

function codeLine(line: string, number: number, left: number): string {
  const indent = line.length - line.trimStart().length;
  const text = line.trimStart();
  const at = left + indent * letter;
  return `<text x="${round(at)}" y="${y(number) + 4}" textLength="${round(text.length * letter)}">${escaped(text)}</text>`;
}

function bar({ label, first, last }: Life, x: number): string {
  const [start, end] = [y(first) - lineHeight / 2, y(last) + lineHeight / 2];
  const words = label.map((word, index) => `<tspan x="${round(x)}" y="${20 + index * 15}">${escaped(word)}</tspan>`);
  return `<text text-anchor="middle" font-family="system-ui, sans-serif" font-size="12" style="fill: var(--soft)">${words.join('')}</text>
<rect x="${round(x - 7)}" y="${start}" width="14" height="${end - start}" rx="7" style="fill: var(--line)" />`;
}

/** Lines under the creation, the store and the declaration of the home. */
function marks({ creation, stored }: Journey, left: number): string {
  const spans: [Span | undefined, string, string][] = [
    [creation, 'var(--made)', ''],
    [stored?.site, colour(stored), ''],
    [stored?.declaration, colour(stored), ' stroke-dasharray="4 3"'],
  ];
  return spans
    .flatMap(([span, stroke, dashes]) => {
      if (!span) return [];
      const [from, to] = [span.from, span.to].map(column => round(left + column * letter));
      const height = y(span.line) + (stroke === 'var(--made)' ? 7 : 9);
      return [`<path d="M${from} ${height}H${to}" stroke-width="1.6"${dashes} style="stroke: ${stroke}" />`];
    })
    .join('\n');
}

function colour(stored: Journey['stored']): string {
  return stored?.isFault ? 'var(--fault)' : 'var(--fine)';
}

/** A session on the bars. */
function way({ creation, call, stored }: Journey, x: (life: Life) => number): string {
  const [x1, y1] = [round(x(call)), y(creation.line)];
  const ring = `<circle cx="${x1}" cy="${y1}" r="5" stroke-width="2.5" style="stroke: var(--made); fill: var(--paper)" />`;
  const stroke = `fill="none" stroke-width="3.5" stroke-linecap="round" style="stroke: ${colour(stored)}"`;
  if (!stored) return `<path d="M${x1} ${y1}V${y(call.last) + 4}" ${stroke} />\n${ring}`;
  const { life, site } = stored;
  const [x2, y2] = [round(x(life)), y(site.line)];
  const middle = round((x1 + x2) / 2);
  return `<path d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}V${y(life.last) + 4}" ${stroke} />
<circle cx="${x2}" cy="${y2}" r="5" style="fill: ${colour(stored)}" />
${ring}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/"/gu, '&quot;');
}
