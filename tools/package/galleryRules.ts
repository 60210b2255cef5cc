/** A packed extension, as the rules of galleries look at it. */
export interface Publication {
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly readme: string;
  readonly changelog: string;
  /** Paths of all files, below the extension's folder. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** Width and height of the icon, in pixels; `undefined` where it is no PNG. */
  readonly icon: { readonly width: number; readonly height: number } | undefined;
}

/** Categories that the Marketplace knows (code.visualstudio.com/api/references/extension-manifest). */
const CATEGORIES = new Set(
  'AI,Azure,Chat,Data Science,Debuggers,Education,Extension Packs,Formatters,Keymaps,Language Packs,Linters,Machine Learning,Notebooks,Other,Programming Languages,SCM Providers,Snippets,Testing,Themes,Visualization'.split(
    ',',
  ),
);
/** The Marketplace refuses more (vscode-vsce, `publish`). */
const MAX_KEYWORDS = 30;
/** Open VSX refuses longer ones, and larger packages (eclipse/openvsx, `ExtensionValidator`, upload limit). */
const MAX_FIELD = 255;
const MAX_DESCRIPTION = 2_048;
const MAX_BYTES = 256 * 1024 * 1024;
/** Smaller ones look blurred (Marketplace presentation tips). */
const MIN_ICON = 128;
/** Control, format, unassigned and private characters and line separators: Open VSX refuses them, and so emoji that are joined. */
const REFUSED_CHARACTERS = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/u;

type Rule = (publication: Publication) => string | false | undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);
const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const pictures = (markdown: string): string[] => [
  ...[...markdown.matchAll(/!\[[^\]]*\]\(([^)\s]+)/g)].map(([, source]) => text(source)),
  ...[...markdown.matchAll(/<img[^>]*\bsrc=["']([^"']+)/gi)].map(([, source]) => text(source)),
];

const RULES: readonly Rule[] = [
  ({ manifest: { name } }) =>
    !/^[a-z0-9][a-z0-9-]*$/i.test(text(name)) && 'name: letters, digits, hyphens',
  ({ manifest: { publisher } }) =>
    !/^[a-z0-9][a-z0-9-]*$/i.test(text(publisher)) && 'publisher: its identifier',
  ({ manifest: { version } }) =>
    !/^\d+\.\d+\.\d+$/.test(text(version)) && 'version: three numbers, no suffix',
  ({ manifest: { engines } }) =>
    !/^\^\d+\.\d+\.\d+$/.test(text(record(engines).vscode)) && 'engines.vscode: a floor',
  ({ manifest }) =>
    (['displayName', 'description', 'license'] as const)
      .filter(
        (field) => text(manifest[field]) === '' || REFUSED_CHARACTERS.test(text(manifest[field])),
      )
      .map((field) => `${field}: plain text, not empty`)[0],
  ({ manifest: { displayName } }) =>
    text(displayName).length > MAX_FIELD && `displayName: at most ${MAX_FIELD} characters`,
  ({ manifest: { description } }) =>
    text(description).length > MAX_DESCRIPTION &&
    `description: at most ${MAX_DESCRIPTION} characters`,
  ({ manifest: { categories } }) => {
    const unknown = texts(categories).filter((each) => !CATEGORIES.has(each));
    return (
      (unknown.length > 0 || texts(categories).length === 0) &&
      `categories: known ones (${unknown})`
    );
  },
  ({ manifest: { keywords } }) =>
    texts(keywords).length > MAX_KEYWORDS && `keywords: at most ${MAX_KEYWORDS}`,
  ({ manifest: { keywords } }) =>
    texts(keywords).some((each) => each.length > MAX_FIELD || REFUSED_CHARACTERS.test(each)) &&
    'keywords: short plain text',
  ({ icon }) =>
    (icon === undefined || icon.width !== icon.height || icon.width < MIN_ICON) &&
    `icon: a square PNG of at least ${MIN_ICON} pixels`,
  ({ manifest: { galleryBanner } }) =>
    (!/^#[0-9a-f]{6}$/i.test(text(record(galleryBanner).color)) ||
      !/^(?:dark|light)$/.test(text(record(galleryBanner).theme))) &&
    'galleryBanner: a color (#rrggbb) and a theme (dark, light)',
  ({ manifest }) =>
    manifest.enabledApiProposals !== undefined &&
    'enabledApiProposals: proposed APIs cannot be published',
  ({ manifest: { activationEvents } }) =>
    texts(activationEvents).includes('*') && 'activationEvents: not at every start (*)',
  ({ manifest: { pricing } }) =>
    pricing !== undefined && !/^(?:Free|Trial)$/.test(text(pricing)) && 'pricing: Free or Trial',
  ({ files }) => !files.some((file) => /^licen[cs]e(?:\.\w+)?$/i.test(file)) && 'a license file',
  ({ files }) =>
    files.some((file) => /(?:^|\/)(?:node_modules|\.env)(?:\/|$)|\.node$/.test(file)) &&
    'no node_modules, .env or native file',
  ({ bytes }) => bytes > MAX_BYTES && 'at most 256 MB',
  ({ readme, changelog }) =>
    [...pictures(readme), ...pictures(changelog)].some((source) =>
      /^http:|\.svg(?:$|[?#])|^data:image\/svg/i.test(source),
    ) && 'pictures: over https, no SVG',
  ({ readme, changelog }) => /<svg/i.test(readme + changelog) && 'no SVG in README and CHANGELOG',
];

/** Reasons for which the Marketplace or Open VSX would refuse a publication, or show it badly; none where both would take it. */
export const galleryProblems = (publication: Publication): string[] =>
  RULES.flatMap((rule) => rule(publication) || []);

/** Fields that a publication should have and that only the owner can name. */
export const missingForGalleries = ({ manifest }: Publication): string[] =>
  ['repository', 'bugs'].filter((field) => manifest[field] === undefined);
