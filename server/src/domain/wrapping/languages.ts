/** Languages whose text is prose: sentences, fences and tags in it are content. */
const PROSE =
  /^(?:markdown|mdx|quarto|qmd|rmd|rmarkdown|plaintext|text|latex|tex|bibtex|restructuredtext|rst|asciidoc|org|textile|wikitext|typst|pandoc|git-commit|git-rebase|gherkin|feature|cucumber|log|skill|prompt|instructions|chatagent|juliamarkdown|djot)$/;
/** Languages with elements between code, or nothing else. */
const MARKUP =
  /^(?:html|xhtml|xml|xsl|xslt|svg|xaml|vue|vue-html|svelte|astro|javascriptreact|typescriptreact|php|blade|handlebars|mustache|razor|aspnetcorerazor|erb|html-eex|heex|phoenix-heex|ejs|jinja|jinja-html|django-html|twig|jsp|jspx|markdown|mdx|quarto|marko|riot|templ|liquid|nunjucks|gotmpl|angular|html-erb|html-ruby)$/;
const XML = /^(?:xml|xsl|xslt|svg|xaml|xhtml|docbook|ant|maven|plist|resx|rss|jspx)$/;
const JSON_DATA = /^(?:json|jsonc|json5|jsonl|geojson|snippets)$/;
const SECTIONS =
  /^(?:ini|toml|properties|editorconfig|dotenv|systemd|systemd-conf|git-config|conf|config|desktop|cfg)$/;
/** Data in which text stands without quotes. */
const PLAIN_DATA = /^(?:yaml|dockercompose|ansible|helm|csv|tsv|po|diff|ignore)$/;
/** Languages with an operator that begins as a control token does: `<|`, `<|>`. */
const PIPES =
  /^(?:fsharp|elm|haskell|purescript|ocaml|reason|rescript|elixir|gleam|scala|idris|roc|r|coq|agda|lean|lean4|sml|unison)$/;
/** Languages in which a backtick means nothing outside strings and comments. */
const WITHOUT_BACKTICK =
  /^(?:python|java|c|cpp|csharp|rust|css|scss|less|json|jsonc|yaml|toml|ini|objective-c|objective-cpp|zig|cuda-cpp|dart|html|xml|lua)$/;

export const isProse = (languageId: string): boolean => PROSE.test(languageId);
export const isMarkup = (languageId: string): boolean =>
  MARKUP.test(languageId) || XML.test(languageId);
export const isXml = (languageId: string): boolean => XML.test(languageId);
export const isJson = (languageId: string): boolean => JSON_DATA.test(languageId);
export const hasSections = (languageId: string): boolean => SECTIONS.test(languageId);
export const isPlainData = (languageId: string): boolean =>
  PLAIN_DATA.test(languageId) || (hasSections(languageId) && languageId !== 'toml');
export const hasPipes = (languageId: string): boolean => PIPES.test(languageId);
export const hasNoBacktick = (languageId: string): boolean => WITHOUT_BACKTICK.test(languageId);

/** How comments and strings are written. */
export interface Syntax {
  /** Marks that begin a comment that ends with its line. */
  readonly comments: readonly string[];
  /** Marks that begin and end a comment of several lines. */
  readonly blocks: readonly (readonly [open: string, close: string])[];
  /** Marks that begin and end a string that ends with its line at the latest. */
  readonly quotes: string;
  /** Marks that begin and end a string of several lines. */
  readonly longQuotes: readonly string[];
  /** The one of those in which a backslash is no escape. */
  readonly rawQuote?: string;
  /** How strings are written in which a backslash is one: behind hashes, in brackets, behind an `@`. */
  readonly raw?: 'hashes' | 'brackets' | 'verbatim';
}

const SLASHES = { comments: ['//'], blocks: [['/*', '*/']], quotes: '"\'' } as const;
const HASH = { comments: ['#'], blocks: [], quotes: '"\'' } as const;
const DASHES = { comments: ['--'], quotes: '"\'' } as const;
const ELEMENTS: Syntax = { comments: [], blocks: [['<!--', '-->']], quotes: '', longQuotes: [] };
const TRIPLE = ['"""'];

const BY_LANGUAGE: readonly (readonly [RegExp, Syntax])[] = [
  [
    /^(?:javascript|typescript)(?:react)?$|^(?:vue|svelte|astro)$/,
    { ...SLASHES, longQuotes: ['`'] },
  ],
  [/^go$/, { ...SLASHES, longQuotes: ['`'], rawQuote: '`' }],
  [/^(?:python|gdscript|starlark|bazel|cython)$/, { ...HASH, longQuotes: ['"""', "'''"] }],
  [/^(?:elixir|julia|nim|graphql|toml)$/, { ...HASH, longQuotes: ['"""', "'''"] }],
  [/^(?:java|kotlin|scala|groovy|swift|dart)$/, { ...SLASHES, longQuotes: TRIPLE }],
  [/^rust$/, { ...SLASHES, quotes: '"', longQuotes: [], raw: 'hashes' }],
  [/^zig$/, { ...SLASHES, quotes: '"', longQuotes: [] }],
  [/^(?:cpp|cuda-cpp|objective-cpp)$/, { ...SLASHES, longQuotes: [], raw: 'brackets' }],
  [/^csharp$/, { ...SLASHES, longQuotes: TRIPLE, raw: 'verbatim' }],
  [/^(?:php|terraform|hcl)$/, { ...SLASHES, comments: ['//', '#'], longQuotes: [] }],
  [/^css$/, { ...SLASHES, comments: [], longQuotes: [] }],
  [
    /^(?:ruby|perl|shellscript|yaml|r|dockerfile|makefile|coffeescript|cmake|crystal|tcl|awk|fish|nix|properties|dotenv|ignore)$/,
    { ...HASH, longQuotes: [] },
  ],
  [/^powershell$/, { ...HASH, blocks: [['<#', '#>']], longQuotes: [] }],
  [/^sql$/, { ...DASHES, blocks: [['/*', '*/']], longQuotes: [] }],
  [/^lua$/, { ...DASHES, blocks: [['--[[', ']]']], longQuotes: [] }],
  [
    /^(?:haskell|elm|purescript|idris|agda)$/,
    { ...DASHES, blocks: [['{-', '-}']], quotes: '"', longQuotes: TRIPLE },
  ],
  [/^(?:ada|vhdl)$/, { ...DASHES, blocks: [], quotes: '"', longQuotes: [] }],
  [/^(?:fsharp)$/, { ...SLASHES, blocks: [['(*', '*)']], quotes: '"', longQuotes: TRIPLE }],
  [/^(?:ocaml|sml|pascal)$/, { comments: [], blocks: [['(*', '*)']], quotes: '"', longQuotes: [] }],
  [
    /^(?:latex|tex|bibtex|matlab|erlang|prolog)$/,
    { comments: ['%'], blocks: [], quotes: '"', longQuotes: [] },
  ],
  [
    /^(?:lisp|clojure|scheme|racket|asm|ini)$/,
    { comments: [';'], blocks: [], quotes: '', longQuotes: ['"'] },
  ],
  [/^json[c5l]?$/, { ...SLASHES, quotes: '"', longQuotes: [] }],
];
const USUAL: Syntax = { ...SLASHES, longQuotes: [] };

/** How a language writes comments and strings; as C does where it is not known. */
export function syntaxOf(languageId: string): Syntax {
  const known = BY_LANGUAGE.find(([languages]) => languages.test(languageId));
  if (known !== undefined) return known[1];
  return isMarkup(languageId) || isProse(languageId) ? ELEMENTS : USUAL;
}
