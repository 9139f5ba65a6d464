/**
 * Imported first by every entry file that Node runs: the SQLite binary crashes without a message on older versions of
 * Node, so the version is looked at before anything else is loaded.
 */
const major = Number(process.versions.node.split('.')[0]);

if (major < 24) {
  process.stderr.write(
    `Tizilim needs Node.js 24 or newer, this is ${process.version}. Use npm start, or run node_modules/.bin/node.\n`,
  );
  process.exit(78);
}
