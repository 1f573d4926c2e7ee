import path from 'node:path';
import {
  entitySchemaValidator,
  parseEntityRef,
} from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { readExamples } from '@safepoint/engine/testUtils';
import { parse, parseAllDocuments } from 'yaml';
import { readSafepointConfig } from './config';
import { Extensions } from './Extensions';

const readme = path.resolve(__dirname, '../../../README.md');

describe('the examples of the README', () => {
  it('configure a portal that starts', () => {
    const [example] = readExamples(readme, 'app-config.yaml');
    const config = readSafepointConfig(
      new ConfigReader({
        app: { baseUrl: 'https://portal.example.com' },
        backend: { baseUrl: 'https://portal.example.com' },
        ...parse(example),
      }),
      new Extensions().storages,
    );
    expect(config.issuers).toHaveLength(1);
    expect(config.bindingRules).toHaveLength(1);
  });

  it('are entities that the catalog takes, the service and its store', () => {
    const [example] = readExamples(readme, 'catalog-info.yaml');
    const validate = entitySchemaValidator();
    const [store, service] = parseAllDocuments(example).map(document =>
      validate(document.toJS()),
    );
    expect(service.spec?.dependsOn).toEqual([
      `${
        parseEntityRef(`resource:${store.metadata.name}`, {
          defaultNamespace: 'default',
        }).kind
      }:default/${store.metadata.name}`,
    ]);
  });
});
