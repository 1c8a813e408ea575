// What: makes static/web/built/ from our sheets and the two libraries in node_modules, the same bytes each time.
// Never: fetches anything, nor leaves a font, a foreign emblem or a source map in what it builds.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../..");
const modules = join(root, "node_modules");
const built = join(here, "../static/web/built");
const govuk = join(modules, "govuk-frontend");
const moj = join(modules, "@ministryofjustice/frontend");

rmSync(built, { recursive: true, force: true });
mkdirSync(join(built, "images"), { recursive: true });

const { css } = sass.compile(join(here, "countersign.scss"), {
  style: "compressed",
  loadPaths: [modules, root],
  quietDeps: true,
});
writeFileSync(join(built, "countersign.css"), css);

// Only the pictures that the sheet asks for are copied.
for (const [, name] of css.matchAll(/url\("?images\/([\w.-]+)"?\)/g)) {
  copyFileSync(join(moj, "moj/assets/images", name), join(built, "images", name));
}

// A map that is not shipped would stop collectstatic; the product name of the library is not ours to show.
function copyModule(source, name) {
  const text = readFileSync(source, "utf8")
    .replace(/\/\/# sourceMappingURL=.*$/m, "")
    .replaceAll("GOV.UK Frontend", "Frontend");
  writeFileSync(join(built, name), text);
}

copyModule(join(govuk, "dist/govuk/govuk-frontend.min.js"), "components.js");
copyModule(
  join(moj, "moj/components/sortable-table/sortable-table.bundle.mjs"),
  "sortable-table.js",
);

// Whoever serves these files serves others' work too: say whose, in which version, under which licence.
const notices = [govuk, moj].map((home) => {
  const { name, version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  return `${name} ${version}, licence ${license}`;
});
writeFileSync(join(built, "third-party.txt"), `${notices.join("\n")}\n`);

console.log(`built ${Math.round(css.length / 1024)} kB of CSS into ${built.slice(root.length + 1)}`);
