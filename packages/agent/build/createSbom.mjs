import {
  Contrib,
  Enums,
  Models,
  Serialize,
  Spec,
} from '@cyclonedx/cyclonedx-library';
import { PackageURL } from 'packageurl-js';
import parseLicense from 'spdx-expression-parse';

const builder = new Contrib.FromNodePackageJson.Builders.ComponentBuilder(
  new Contrib.FromNodePackageJson.Factories.ExternalReferenceFactory(),
  new Contrib.License.Factories.LicenseFactory(parseLicense),
);

/**
 * The bill of materials of a bundle, as CycloneDX JSON. Nothing in it but what was bundled, so that two
 * builds of the same sources make the same file. Throws where a version is not the one of the lock file.
 */
export function createSbom({ product, packages, locked }) {
  const strange = packages.filter(
    ({ name, version }) => !locked.get(name)?.includes(version),
  );
  if (strange.length > 0) {
    const names = strange.map(({ name, version }) => `${name}@${version}`);
    throw new Error(
      `yarn.lock does not hold what was bundled: ${names.join(
        ', ',
      )}. Run yarn install and build again.`,
    );
  }
  const bom = new Models.Bom();
  bom.metadata.component = makeComponent(
    product,
    Enums.ComponentType.Application,
  );
  for (const manifest of packages) {
    const component = makeComponent(manifest, Enums.ComponentType.Library);
    bom.components.add(component);
    bom.metadata.component.dependencies.add(component.bomRef);
  }
  return new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6),
  ).serialize(bom, { sortLists: true, space: 2 });
}

function makeComponent({ name, version, description, license }, type) {
  // Addresses of bug trackers and funding say nothing about what is inside.
  const component = builder.makeComponent(
    { name, version, description, license },
    type,
  );
  const [last, scope] = name.split('/').reverse();
  component.bomRef.value = `${name}@${version}`;
  component.purl = new PackageURL('npm', scope, last, version).toString();
  return component;
}
