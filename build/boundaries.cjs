// Who may import whom; the table of ARCHITECTURE.md as rules for dependency-cruiser.
const features =
  'systems|assessments|evidence|dossiers|registers|imports|ncalayer|restores|organisation|settings|tokens|workspace|home|packs|signatures|ledger';
const hosts = 'shell|browser|cli';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^\\$env' } },
    { name: 'shared-is-pure', severity: 'error', from: { path: '^shared/' }, to: { dependencyTypes: ['core'] } },
    {
      name: 'shared-imports-shared',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|test|build)/' },
    },
    {
      name: 'shared-packages',
      severity: 'error',
      comment: 'Shared code rests on zod and intl-messageformat alone.',
      from: { path: '^shared/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(zod|intl-messageformat|@formatjs/[^/]+)/' },
    },
    {
      name: 'zod-through-schema',
      severity: 'error',
      from: { pathNot: '^shared/lib/schema\\.ts$' },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'shared-base-below-slices',
      severity: 'error',
      comment: 'lib and i18n know no slice.',
      from: { path: '^shared/(lib|i18n)/' },
      to: { path: '^shared/', pathNot: '^shared/(lib|i18n)/' },
    },
    {
      name: 'renderer-without-host',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|test|build)/' },
    },
    {
      name: 'renderer-without-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'renderer-without-electron',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '(^|node_modules/)electron(/|$)' },
    },
    {
      name: 'pages-apart',
      severity: 'error',
      comment: 'A page uses lib, ui and shared, not the parts of another page.',
      from: { path: '^renderer/([^/]+)/', pathNot: '^renderer/(lib|ui|frame)/' },
      to: { path: '^renderer/([^/]+)/', pathNot: ['^renderer/$1/', '^renderer/(lib|ui)/'] },
    },
    {
      name: 'ui-knows-no-page',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/', pathNot: '^renderer/(ui|lib)/' },
    },
    {
      name: 'ui-without-api',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^(renderer/lib/api|shared/api)' },
    },
    {
      name: 'electron-in-shell',
      severity: 'error',
      from: { pathNot: '^electron/shell/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'electron-without-renderer',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(renderer|test)/' },
    },
    {
      name: 'sockets-in-one-place',
      severity: 'error',
      comment: 'The only outgoing connection: to the national client on this computer.',
      from: { path: '^(shared|electron|renderer)/', pathNot: '^electron/ncalayer/connection\\.ts$' },
      to: { path: 'node_modules/ws/' },
    },
    {
      name: 'hosts-apart',
      severity: 'error',
      from: { path: `^electron/(${hosts})/` },
      to: { path: `^electron/(${hosts})/`, pathNot: '^electron/$1/' },
    },
    {
      name: 'nobody-imports-hosts',
      severity: 'error',
      from: { pathNot: `^(electron/(${hosts})|test|build)/` },
      to: { path: `^electron/(${hosts})/` },
    },
    {
      name: 'sqlite-in-stores',
      severity: 'error',
      comment: 'Types may be named anywhere on the Node side; the library itself is loaded by db and stores.',
      from: { pathNot: '^electron/(db/|[^/]+/store\\.ts$)' },
      to: { path: 'node_modules/better-sqlite3', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'store-is-private',
      severity: 'error',
      comment: 'Another slice is reached through its service.',
      from: { path: '^electron/([^/]+)/' },
      to: { path: `^electron/(${features})/store\\.ts$`, pathNot: '^electron/$1/' },
    },
    {
      name: 'docx-draws-nothing',
      severity: 'error',
      comment: 'The editable copy shares colours, words and pictures with the paper, not what draws it.',
      from: { path: '^electron/docx/' },
      to: {
        path: `^electron/(pdf|${features}|${hosts})/|node_modules/pdfkit/`,
        pathNot: '^electron/pdf/(style|words|images|grouping|column-widths)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'docx-library',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: '^electron/docx/' },
      to: { path: 'node_modules/docx/' },
    },
    { name: 'no-test-code', severity: 'error', from: { path: '^(shared|electron|renderer)/' }, to: { path: '^test/' } },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'What runs in Node is not bundled, so its packages have to be dependencies.',
      from: { path: '^(shared|electron)/', pathNot: '^electron/shell/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte.ts', '.js', '.svelte', '.json'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
    extraExtensionsToScan: [],
  },
};
