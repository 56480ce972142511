// pages.mjs - which documents of the project are pages of the site, in the order in which a reader goes through them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const titleOf = (root, path) => /^# (.+)$/m.exec(readFileSync(join(root, path), "utf8"))[1].replaceAll("`", "");

// The parts of the book: a title, and the paths of its pages.
export function parts(root) {
  const chapters = readdirSync(join(root, "tutorials"))
    .filter((name) => /^\d\d-/.test(name))
    .sort()
    .map((name) => `tutorials/${name}/README.md`);
  return [
    { text: "The book", paths: [...chapters, "tutorials/key_value_server/README.md"] },
    { text: "Beside it", paths: ["tutorials/TEACHING.md", "tutorials/conformance.md", "benchmarks/README.md"] },
    { text: "The inside", paths: ["src/README.md", "src/observer/README.md", "src/observer/API.md", "src/observer/TRACE.md"] },
    { text: "The project", paths: ["CONTRIBUTING.md", "tests/README.md", "CHANGELOG.md"] },
  ].map(({ text, paths }) => ({
    text,
    items: paths.filter((path) => existsSync(join(root, path))).map((path) => ({ path, text: titleOf(root, path) })),
  }));
}

export const pathsOf = (root) => ["README.md", ...parts(root).flatMap((part) => part.items.map((item) => item.path))];

// The place of a page on the site: README.md is the page of its folder.
export const addressOf = (path) => "/" + path.replace(/README\.md$/, "").replace(/\.md$/, "");
