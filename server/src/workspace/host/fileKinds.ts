/** Kinds of files by their worth to a model of code: the smaller the number, the sooner a file is learnt. */
export const FILE_KIND = { code: 0, text: 1, data: 2 } as const;

export type FileKind = (typeof FILE_KIND)[keyof typeof FILE_KIND];

/** Texts that people write are seldom longer than this, in bytes, unless they are code. */
const MAX_WRITTEN_BYTES = 64 * 1024;

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Extensions of programming languages, and of what is written together with them as one program. */
const CODE = words(`
  ada adb ads agda al apex applescript as asm asp aspx astro awk bas bash bat bicep c c++ cc cfc cfm cjs cl clj cljc cljs cls cmake
  cmd cob coffee cpp cr cs cshtml csx cts cu cuh cue cxx cypher d dart dfm dhall dpr ejs el elm erb erl ex exs f f03 f08 f90 f95
  fish for frag fs fsi fsx ftl gd gleam glsl go gql gradle graphql groovy h h++ haml hbs hcl hh hlsl hpp hrl hs hx hxx idr ino inl
  ipp jade java jbuilder jinja jinja2 jl js jsx kt kts lean less lhs libsonnet liquid lisp ll lua m m4 mak metal mjs mk ml mli mm
  mojo move mts nim nims nix njk nu objc odin p4 pas php phtml pl pm pp prisma pro prolog proto ps1 psm1 pug purs py pyi pyx pxd qml
  r rake rb re rei res rkt robot rs ru s sas sass sc scala scm scss sh sml sol sql ss st star styl sv svelte svh swift tcl templ tf
  thrift tla ts tsx twig v vala vb vbs vert vhd vhdl vim vue wat wgsl wgs xq xquery y yy zig zsh bzl css dockerfile`);
const CODE_NAMES = words(`
  makefile gnumakefile dockerfile containerfile jenkinsfile rakefile gemfile podfile fastfile justfile vagrantfile brewfile
  procfile build workspace cmakelists.txt meson.build sconstruct sconscript tiltfile caddyfile`);
/** Extensions of what programs write, or people keep: tables, dumps, records, pictures and messages as text. */
const DATA = words(`
  csv tsv psv tab json jsonl ndjson geojson topojson har ipynb log out err trace dump dat data lst list sum svg plist po pot xlf xliff
  resx arb strings resjson ics vcf mbox eml srt vtt fa fasta fastq fq gff gtf sam bed pdb obj mtl stl ply off dxf gcode hex ihex srec
  patch diff rej orig bak old tmp cov lcov gpx kml kmz wkt sdf mol cif arff libsvm conll bib ris ldif pem crt snap approved golden
  expected baseline ttf afm bdf eps ps xsd rdf ttl nt nq n3 owl`);

/** The kind of a file by its name; where its size in bytes is known, what is too large to have been written is data. */
export function kindOf(name: string, size = 0): FileKind {
  const lower = name.toLowerCase();
  const extension = extensionOf(lower);
  if (DATA.has(extension)) return FILE_KIND.data;
  const isCode = CODE.has(extension) || CODE_NAMES.has(lower);
  // SQL is a program or a dump, and only its size tells.
  if (isCode && (extension !== 'sql' || size <= MAX_WRITTEN_BYTES)) return FILE_KIND.code;
  return size > MAX_WRITTEN_BYTES ? FILE_KIND.data : FILE_KIND.text;
}

/** Files of a folder whose names have this in common are of one kind: the same but for their numbers. */
export const likenessOf = (name: string): string => name.toLowerCase().replace(/\d+/g, '0');

/** The last extension of a name, without its dot; empty for a name without one. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1);
}

/** Folders of what others, or programs, have written. */
const FOREIGN = words(`
  vendor vendors vendored third_party third-party thirdparty 3rdparty external externals extern deps dependencies bower_components
  jspm_packages pods carthage site-packages dist build out output target bin obj generated gen __generated__ autogen codegen
  fixtures __fixtures__ fixture testdata test-data test_data snapshots __snapshots__ corpus samples .venv venv .tox .cache coverage`);

/** True for the name of a folder that usually holds what others, or programs, have written. */
export const isForeign = (folderName: string): boolean => FOREIGN.has(folderName.toLowerCase());
