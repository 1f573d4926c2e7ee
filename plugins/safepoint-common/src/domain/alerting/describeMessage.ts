import { formatDuration } from '../duration';
import type { Problem } from './Problem';
import type { Message } from './Telling';

type Told = Pick<Problem, 'title' | 'text' | 'link'>;
type Words = Pick<Message, 'title' | 'text' | 'link'>;

const listed = 20;

export function describeOne(one: Told, addition?: string): Words {
  const { title, text, link } = one;
  return {
    title,
    text: addition ? `${text} ${addition}` : text,
    ...(link && { link }),
  };
}

/** Many as one message: what they are, and which. */
export function describeMany(many: Told[], what: string): Words {
  return {
    title: `${what}: ${many[0].title}, and ${many.length - 1} more`,
    text: listTitles(many),
    ...sharedLink(many),
  };
}

/** A thread whose problems are over, some or all of them. */
export function describeEnd(
  over: (Told & Pick<Problem, 'since'> & { resolvedAt?: Date })[],
  open: Told[],
): Words {
  if (open.length > 0) {
    return {
      title: `${over.length} of ${over.length + open.length} are resolved: ${
        open[0].title
      }${open.length > 1 ? `, and ${open.length - 1} more` : ' remains'}`,
      text: `Still open: ${listTitles(open)}`,
      ...sharedLink(open),
    };
  }
  const [first] = over;
  const lasted = formatDuration(
    Math.max(
      ...over.map(
        ({ since, resolvedAt }) =>
          ((resolvedAt ?? since).getTime() - since.getTime()) / 1_000,
      ),
    ),
  );
  return over.length === 1
    ? {
        title: `Resolved: ${first.title}`,
        text: `It is over after ${lasted}. Nothing is left to do.`,
        ...sharedLink(over),
      }
    : {
        title: `Resolved: ${first.title}, and ${over.length - 1} more`,
        text: `All are over, the last after ${lasted}: ${listTitles(over)}`,
        ...sharedLink(over),
      };
}

function listTitles(many: Told[]): string {
  const titles = many.slice(0, listed).map(({ title }) => `- ${title}`);
  const rest = many.length - titles.length;
  return ['', ...titles, ...(rest > 0 ? [`- and ${rest} more`] : [])].join(
    '\n',
  );
}

/** Only if it leads to all of them. */
function sharedLink(many: Told[]): Pick<Words, 'link'> {
  const links = new Set(many.map(({ link }) => link));
  const [link] = links;
  return links.size === 1 && link ? { link } : {};
}
