import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { componentNames, readInputs } from '../templates';

/* No image can be built where these tests run: they read the file, as a linter does. */

const root = path.resolve(__dirname, '../../..');
const agent = path.join(root, 'packages/agent');
const text = readFileSync(path.join(agent, 'Containerfile'), 'utf8');
const containerfile = DockerfileParser.parse(text);

const { version } = JSON.parse(
  readFileSync(path.join(agent, 'package.json'), 'utf8'),
);

function argumentsOf(keyword: string): string[] {
  return containerfile
    .getInstructions()
    .filter(instruction => instruction.getKeyword() === keyword)
    .map(instruction => instruction.getArgumentsContent() ?? '');
}

describe('the image of the agent', () => {
  it('is described by a valid Containerfile', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
  });

  it('stands on a base that is pinned by a digest, which whoever builds must give', () => {
    expect(argumentsOf('FROM')).toEqual([
      expect.stringMatching(/^docker\.io\/\S+:\d+-\w+-slim@\$\{BASE_DIGEST\}$/),
    ]);
    expect(argumentsOf('ARG')).toContain('BASE_DIGEST');
  });

  it('has the version of the agent and of every component’s default image', () => {
    expect(argumentsOf('ARG')).toContain(`AGENT_VERSION=${version}`);
    for (const name of componentNames) {
      expect(readInputs(name).image.default).toBe(
        `$CI_REGISTRY/safepoint/agent:${version}`,
      );
    }
  });

  it('copies what the build makes, and nothing else', () => {
    const build = readFileSync(path.join(agent, 'build.mjs'), 'utf8');
    const sources = argumentsOf('COPY').map(
      content => content.split(/\s+/).filter(word => !word.startsWith('--'))[0],
    );
    expect(sources).toEqual(['dist/safepoint.cjs', 'dist/safepoint.cdx.json']);
    for (const source of sources) {
      expect(build).toContain(`'${path.basename(source)}'`);
    }
  });

  it('runs as a user without rights', () => {
    const [user] = argumentsOf('USER').slice(-1);
    expect(user).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/);
    const last = containerfile
      .getInstructions()
      .map(instruction => instruction.getKeyword());
    expect(last.lastIndexOf('COPY')).toBeLessThan(last.lastIndexOf('USER'));
  });

  it('has the clients of PostgreSQL where the agent looks for them', () => {
    const clients = [...text.matchAll(/postgresql-client-(\d+)/g)].map(
      ([, major]) => major,
    );
    expect(clients).toEqual(['15', '16', '17']);
    // Debian's and PostgreSQL's own packages install to one place.
    const places = readFileSync(
      path.join(root, 'packages/drivers/src/postgres/tools/findTool.ts'),
      'utf8',
    );
    expect(places).toContain('/usr/lib/postgresql');
  });

  it('leaves no list of packages and no recommended package behind', () => {
    const [packages] = argumentsOf('RUN');
    expect(packages).toContain('rm -rf /var/lib/apt/lists/*');
    const installs = packages.match(/apt-get install/g)?.length;
    expect(packages.match(/--no-install-recommends/g)).toHaveLength(
      installs ?? 0,
    );
  });

  it('adds packages by a script that Debian’s package brings', () => {
    const script = '/usr/share/postgresql-common/pgdg/apt.postgresql.org.sh';
    const packages = /^RUN apt-get update[^]*?\n\n/m.exec(text)?.[0];
    expect(packages).toContain(script);
    // Where the package is installed, its script must be there.
    const installed = existsSync('/usr/share/postgresql-common');
    expect(installed && !existsSync(script)).toBe(false);
  });
});
