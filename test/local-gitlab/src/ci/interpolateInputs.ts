import { parseAllDocuments, visit } from 'yaml';
import type { Document } from 'yaml';
import { ConfigurationError } from './definitions';
import type { InputValue } from './definitions';
import { resolveInputs } from './resolveInputs';

const expression = /\$\[\[\s*inputs\.([\w-]+)\s*(\|[^\]]*)?\]\]/g;
const wholeExpression = /^\$\[\[\s*inputs\.([\w-]+)\s*\]\]$/;

/**
 * Evaluates the `spec:inputs` header of a project's main file for the given pipeline inputs and answers the file
 * without its header. Done here and not by gitlab-ci-local, which would hand a pipeline's inputs to every include
 * as well, over the include's own.
 */
export function interpolateInputs(
  content: string,
  given: Readonly<Record<string, InputValue>>,
): string {
  const documents = parseAllDocuments(content) as Document.Parsed[];
  const problems = documents.flatMap(document =>
    document.errors.map(error => error.message),
  );
  if (problems.length > 0) throw new ConfigurationError(problems.join('; '));
  const header = documents.length > 1 ? documents[0].toJS() : undefined;
  if (!isRecord(header) || !('spec' in header)) {
    // Without a header no input is known: any that is given is refused, as GitLab does.
    resolveInputs({}, given);
    return content;
  }
  const spec = isRecord(header.spec) ? header.spec : {};
  const values = resolveInputs(isRecord(spec.inputs) ? spec.inputs : {}, given);
  substitute(documents[1], values);
  return documents[1].toString({ directives: false });
}

function substitute(
  document: Document,
  values: Record<string, InputValue>,
): void {
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return undefined;
      const whole = wholeExpression.exec(node.value);
      if (whole) {
        const value = lookUp(values, whole[1]);
        return Array.isArray(value)
          ? document.createNode(value)
          : replaceScalar(node, value);
      }
      return replaceScalar(node, substituteText(node.value, values));
    },
  });
}

function replaceScalar<
  T extends { value: unknown; type?: unknown; source?: string },
>(node: T, value: InputValue): undefined {
  if (node.value === value) return undefined;
  // A plain `true` that came from a string would be read back as a boolean: quoting is left to the serialiser.
  if (node.type === 'PLAIN' || typeof value !== 'string') delete node.type;
  delete node.source;
  node.value = value;
  return undefined;
}

function substituteText(
  text: string,
  values: Record<string, InputValue>,
): string {
  return text.replace(expression, (_, name: string, functions?: string) => {
    if (functions) {
      throw new ConfigurationError(
        `input functions are not supported by the local GitLab: '${functions.trim()}'`,
      );
    }
    const value = lookUp(values, name);
    return Array.isArray(value) ? JSON.stringify(value) : String(value);
  });
}

function lookUp(values: Record<string, InputValue>, name: string): InputValue {
  if (!Object.hasOwn(values, name)) {
    throw new ConfigurationError(`unknown interpolation key: \`${name}\``);
  }
  return values[name];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
