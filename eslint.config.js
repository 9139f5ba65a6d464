import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript-eslint';

const noZod = { name: 'zod', message: 'Import z from shared/lib/schema.ts, which sets jitless first.' };
const network = [
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
  'node:dns',
  'node:dns/promises',
  'undici',
  'ws',
];
const networkMessage =
  'Nothing but the loopback server in electron/browser and the connection to NCALayer on this computer may use the network.';

/** Only these may be called by name; every other way to the network is refused below. */
const networkGlobals = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
  name,
  message: networkMessage,
}));

const strictSyntax = [
  {
    selector: "MemberExpression[object.name='shell'][property.name=/^open(External|Path)$/]",
    message: 'Nothing is opened outside the application.',
  },
  {
    selector: 'MemberExpression[object.name=/^(test|it|describe)$/][property.name=/^(only|skip|todo|fails)$/]',
    message: 'Every test runs.',
  },
  {
    selector:
      "ImportDeclaration[source.value='electron'] ImportSpecifier[imported.name=/^(net|shell|crashReporter|autoUpdater)$/]",
    message: 'Not used in this product.',
  },
];

export default typescript.config(
  { ignores: ['dist/', 'out/', 'release/', 'node_modules/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      'no-debugger': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
      'no-restricted-syntax': ['error', ...strictSyntax],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/require-await': 'off',
      // Services are plain objects whose methods use no `this`; passing one on is how they are wired.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: typescript.parser, projectService: false } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Style directives go through the object model, which the policy of the page allows; attributes do not.
      'no-restricted-syntax': [
        'error',
        ...strictSyntax,
        { selector: "SvelteAttribute[key.name='style']", message: 'The policy of the page forbids style attributes.' },
      ],
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all', excludedRunes: ['$props', '$state', '$derived'] }],
      // Takes the words of the reason after the code for codes; svelte-check looks at the codes with the compiler.
      'svelte/no-unused-svelte-ignore': 'off',
      // Dates here are read and formatted, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], ...typescript.configs.disableTypeChecked },
  {
    files: ['shared/**', 'electron/**', 'renderer/**'],
    ignores: ['shared/lib/schema.ts', 'electron/browser/**', 'electron/ncalayer/connection.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [noZod, ...network.map((name) => ({ name, message: networkMessage }))] },
      ],
      'no-restricted-globals': ['error', ...networkGlobals],
    },
  },
  {
    files: ['electron/browser/**', 'electron/ncalayer/connection.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noZod] }] },
  },
  // The page reaches its own host, and nothing else lets it: the policy of the page has connect-src 'self'.
  { files: ['renderer/lib/host.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['test/**'], rules: { 'max-lines': 'off' } },
  { files: ['build/**'], rules: { 'no-console': 'off' } },
);
