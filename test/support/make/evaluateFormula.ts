import { createHash, createHmac } from 'node:crypto';
import { DateTime } from 'luxon';

/** What formulas may name: outputs of modules by their id, `var`, `now`, `timestamp`. */
export type Bundle = Record<string, unknown>;

type Token = { kind: 'text' | 'number' | 'name' | 'sign'; value: string };

const tokens =
  /\s*(?:"((?:[^"\\]|\\.)*)"|(\d+(?![\w.`]))|([\w`][\w.`]*)|([();-]))/gy;

const isSign = (token: Token | undefined, value: string) =>
  token?.kind === 'sign' && token.value === value;

const encodingOf = (name: unknown) => (name ?? 'hex') as 'hex' | 'base64';

const functions: Record<string, (...inputs: never[]) => unknown> = {
  /** Positions begin at 1. */
  get: (list: unknown[], position: number) => list[position - 1],
  /** Of the items whose `name` is `wanted`, their `key`. */
  map: (items: Bundle[], key: string, name: string, wanted: string) =>
    items.filter(item => item[name] === wanted).map(item => item[key]),
  /** With a key it is the HMAC. */
  sha256: (
    data: string | Buffer,
    encoding?: string,
    key?: string,
    keyEncoding?: string,
  ) =>
    (key === undefined
      ? createHash('sha256')
      : createHmac(
          'sha256',
          keyEncoding === 'base64' ? Buffer.from(key, 'base64') : key,
        )
    )
      .update(data)
      .digest(encodingOf(encoding)),
  /** The form is moment's: brackets around what is no token. */
  formatDate: (date: Date, form: string, zone: string) =>
    DateTime.fromJSDate(date, { zone }).toFormat(
      form
        .replace('YYYY', 'yyyy')
        .replace('DD', 'dd')
        .replace(/\[(\w)\]/g, "'$1'"),
    ),
  toBinary: (text: string | Buffer) => Buffer.from(text as string),
  length: (data: { length: number }) => data.length,
};

/**
 * A text with formulas in `{{…}}`, as Make evaluates it. Only what the blueprints use is there; anything else
 * throws, so that a blueprint cannot ask for what nobody has tried.
 */
export function evaluateText(text: string, bundle: Bundle): unknown {
  const whole = /^\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text);
  if (whole) return evaluateFormula(whole[1], bundle);
  return text.replace(/\{\{((?:(?!\}\}).)*)\}\}/gs, (_, formula) =>
    String(evaluateFormula(formula, bundle) ?? ''),
  );
}

function evaluateFormula(formula: string, bundle: Bundle): unknown {
  const rest = readTokens(formula);
  const value = evaluateSum(rest, bundle);
  if (rest.length > 0) throw new Error(`Unexpected end of {{${formula}}}.`);
  return value;
}

function readTokens(formula: string): Token[] {
  const found: Token[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < formula.trimEnd().length) {
    const at = tokens.lastIndex;
    const match = tokens.exec(formula);
    if (!match) throw new Error(`Not understood: ${formula.slice(at)}`);
    const [, text, number, name, sign] = match;
    if (text !== undefined) found.push({ kind: 'text', value: text });
    else if (number !== undefined)
      found.push({ kind: 'number', value: number });
    else if (name !== undefined) found.push({ kind: 'name', value: name });
    else found.push({ kind: 'sign', value: sign });
  }
  return found;
}

function evaluateSum(rest: Token[], bundle: Bundle): unknown {
  let value = evaluateTerm(rest, bundle);
  while (isSign(rest[0], '-')) {
    rest.shift();
    value = Number(value) - Number(evaluateTerm(rest, bundle));
  }
  return value;
}

function evaluateTerm(rest: Token[], bundle: Bundle): unknown {
  const token = rest.shift();
  if (token?.kind === 'text') return token.value;
  if (token?.kind === 'number') return Number(token.value);
  if (token?.kind !== 'name') throw new Error(`Unexpected ${token?.value}.`);
  if (!isSign(rest[0], '(')) return look(token.value, bundle);
  rest.shift();
  const inputs: unknown[] = [];
  while (!isSign(rest[0], ')')) {
    inputs.push(evaluateSum(rest, bundle));
    if (isSign(rest[0], ';')) rest.shift();
  }
  rest.shift();
  const call = functions[token.value];
  if (!call) throw new Error(`Make's function ${token.value} is not played.`);
  // Which inputs a function takes, the blueprint decides; a wrong one fails where it is used.
  return call(...(inputs as never[]));
}

function look(path: string, bundle: Bundle): unknown {
  const names = path.replace(/`/g, '').split('.');
  const found = names.reduce<unknown>(
    (at, name) => (at as Bundle | undefined)?.[name],
    bundle,
  );
  if (found === undefined) throw new Error(`There is no ${path} to map.`);
  return found;
}
