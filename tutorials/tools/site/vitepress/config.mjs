// config.mjs - of VitePress. scripts/book copies this folder into the site's source as .vitepress.
import { addressOf, parts } from "../pages.mjs";

const root = process.env.OTPP_ROOT;

export default {
  title: "otp++",
  description: "Erlang/OTP's ideas in C++20, one operating-system thread per actor, written to be read",
  base: "/",
  head: [["link", { rel: "icon", href: "data:," }]],
  rewrites: (path) => path.replace(/README\.md$/, "index.md"),
  cleanUrls: false,
  // check.mjs looks at all links of the built pages, into the reference as well, which VitePress does not know.
  ignoreDeadLinks: true,
  markdown: {
    // As GitHub makes them: the pages are read there, too.
    anchor: {
      slugify: (text) => text.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/\s/g, "-"),
    },
    // Two braces are C++, not Vue's.
    config: (md) => {
      for (const rule of ["code_inline", "text"]) {
        const usual = md.renderer.rules[rule];
        md.renderer.rules[rule] = (...all) => usual(...all).replaceAll("{{", "&#123;&#123;");
      }
    },
    languages: ["cpp", "erlang", "elixir", "console", "text", "cmake", "json", "bash", "sh"],
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "The book", link: "/tutorials/00-orientation/" },
      { text: "Reference", link: "/reference/files.html", target: "_self" },
      { text: "Conformance", link: "/tutorials/conformance" },
      { text: "Benchmarks", link: "/benchmarks/" },
    ],
    sidebar: parts(root).map((part) => ({
      text: part.text,
      items: part.items.map(({ path, text }) => ({ text, link: addressOf(path) })),
    })),
  },
};
