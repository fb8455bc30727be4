// npm install && node build.mjs [OUTDIR]
// Writes every generated file of assets/ from the npm packages pinned in package.json.
// The same pins give the same bytes, so `git diff assets/` shows what an upgrade changes.
import esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import zlib from 'node:zlib';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const here = path.dirname(fileURLToPath(import.meta.url));
const outDir = path.resolve(process.argv[2] ?? path.join(here, '..', '..', 'assets'));
const modules = path.join(here, 'node_modules');

// scatter is part of plotly's core. A new kind of drawing needs its trace type added here.
const TRACES = ['bar', 'choropleth', 'heatmap', 'sankey', 'scattergeo'];
const MAPS = ['world_110m', 'world_50m'];
const LANGUAGES = ['es', 'fr'];

const manifest = (name) =>
  JSON.parse(fs.readFileSync(path.join(modules, name, 'package.json'), 'utf8'));

function write(name, content) {
  const file = path.join(outDir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  const bytes = Buffer.from(content);
  const gzip = zlib.gzipSync(bytes, { level: 9 }).length;
  const brotli = zlib.brotliCompressSync(bytes).length;
  console.log(`${name}: ${bytes.length} bytes, gzip ${gzip}, brotli ${brotli}`);
}

// plotly resolves `locationmode: "country names"` with an English list of names (68 kB) and adds
// names for disputed areas. Our maps use ISO codes only; the page's own names come from Babel.
const withoutCountryNames = {
  name: 'without-country-names',
  setup(build) {
    const stub = (namespace, contents) =>
      build.onLoad({ filter: /.*/, namespace }, () => ({ contents, loader: 'js' }));
    build.onResolve({ filter: /^country-iso-search$/ }, (args) => ({
      path: args.path,
      namespace: 'no-country-list',
    }));
    stub(
      'no-country-list',
      'module.exports = { COUNTRIES: [], createLookup: () => ({ lookupAlpha3: () => undefined }) };',
    );
    build.onResolve({ filter: /\/custom_country_codes$/ }, (args) => ({
      path: args.path,
      namespace: 'no-disputed-names',
    }));
    stub('no-disputed-names', 'module.exports = { COUNTRIES_X: [] };');
  },
};

async function buildPlotly() {
  const version = manifest('plotly.js').version;
  const list = TRACES.map((trace) => `require('plotly.js/lib/${trace}')`).join(', ');
  const result = await esbuild.build({
    stdin: {
      contents: `const Plotly = require('plotly.js/lib/core');
        Plotly.register([${list}]);
        window.Plotly = Plotly;`,
      resolveDir: here,
    },
    absWorkingDir: here,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2016',
    charset: 'utf8',
    legalComments: 'none', // the licences go into LICENCES.txt, whole
    define: { global: 'window', 'define.amd': 'false' },
    alias: { stream: 'stream-browserify' },
    // The only stylesheet reached is maplibre's, which plotly asks for when a tile map registers.
    // There is none here, so it stays out (80 kB).
    loader: { '.css': 'empty' },
    plugins: [withoutCountryNames],
    banner: {
      js: `/* plotly.js ${version}, MIT, Plotly Inc.; bundle of scatter, ${TRACES.join(', ')}; see LICENCES.txt */`,
    },
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const code = result.outputFiles[0].text;
  for (const forbidden of ['Burkina Faso', 'Aksai Chin', 'maplibregl-map', '"arcs":[']) {
    if (code.includes(forbidden)) throw new Error(`the bundle holds ${forbidden}`);
  }
  write('plotly-bundle.min.js', code);

  const packages = new Set();
  const used = Object.values(result.metafile.outputs)[0].inputs;
  for (const [file, { bytesInOutput }] of Object.entries(used)) {
    const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (found && bytesInOutput && !file.endsWith('.css')) packages.add(found[1]);
  }
  return packages;
}

function buildTopojson() {
  // The file is a script that leaves its maps in a global; run it in a world of its own.
  const file = path.join(modules, 'plotly.js', 'dist', 'plotly-geo-assets.js');
  const world = vm.createContext({});
  vm.runInContext('var window = globalThis, self = globalThis;', world);
  vm.runInContext(fs.readFileSync(file, 'utf8'), world, { filename: file });
  const { topojson } = world.PlotlyGeoAssets ?? world.moduleName;
  for (const name of MAPS) {
    if (!topojson?.[name]) throw new Error(`${name} is not in ${file}`);
    write(`topojson/${name}.json`, JSON.stringify(topojson[name]));
  }
  write(
    'topojson/LICENCE.txt',
    `world_110m.json and world_50m.json are taken, shapes unmodified, from
dist/plotly-geo-assets.js of the npm package plotly.js ${manifest('plotly.js').version}.

plotly.js is published under the MIT licence, copyright Plotly, Inc.; its text is in
../LICENCES.txt. According to its changelog, countries, coastlines, land and ocean come from
United Nations geodata (UN Geospatial) and lakes, rivers and subunits from Natural Earth, which
is in the public domain.

The npm package states no separate terms for the United Nations data. A person must read the
terms of UN Geospatial before these files are published. Until then: credit UN Geospatial, and
print on every map that the boundaries and names shown do not imply official endorsement or
acceptance.
`,
  );
}

function buildDayjs() {
  // Mantine's date controls look for window.dayjs; locales register with it, so it loads first.
  const source = (name) => fs.readFileSync(path.join(modules, 'dayjs', name), 'utf8');
  write('a_dayjs.min.js', source('dayjs.min.js'));
  for (const language of LANGUAGES) {
    write(`b_dayjs_${language}.js`, source(`locale/${language}.js`));
  }
}

// CLDR date pattern to d3-time-format, for the few fields that plotly's formats need.
const D3_FIELDS = {
  d: '%-d', dd: '%d', M: '%-m', MM: '%m', MMM: '%b', MMMM: '%B', y: '%Y', yy: '%y',
};

function toD3(pattern) {
  return pattern.replace(/[a-zA-Z]+/g, (field) => {
    if (!D3_FIELDS[field]) throw new Error(`no d3 field for ${field} in ${pattern}`);
    return D3_FIELDS[field];
  });
}

function plotlyLocale(language) {
  const dates = require(`cldr-dates-full/main/${language}/ca-gregorian.json`);
  const { months, days, dateTimeFormats } = dates.main[language].dates.calendars.gregorian;
  const numbers = require(`cldr-numbers-full/main/${language}/numbers.json`);
  const symbols = numbers.main[language].numbers['symbols-numberSystem-latn'];
  const patterns = dateTimeFormats.availableFormats;
  const week = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const year = Array.from({ length: 12 }, (_, month) => String(month + 1));
  return {
    moduleType: 'locale',
    name: language,
    dictionary: {},
    format: {
      days: week.map((day) => days.format.wide[day]),
      shortDays: week.map((day) => days.format.abbreviated[day]),
      months: year.map((month) => months.format.wide[month]),
      shortMonths: year.map((month) => months.format.abbreviated[month]),
      date: toD3(patterns.yMd),
      dateTime: `${toD3(patterns.yMMMd)}, %X`,
      decimal: symbols.decimal,
      thousands: symbols.group,
      year: '%Y',
      month: toD3(patterns.yMMM),
      dayMonth: toD3(patterns.MMMd),
      dayMonthYear: toD3(patterns.yMMMd),
    },
  };
}

function buildPlotlyLocales() {
  const locales = JSON.stringify(LANGUAGES.map(plotlyLocale), null, 2)
    .replace(/\[\s+("[^\]]*?")\s+\]/g, (_, items) => `[${items.replace(/\s*\n\s*/g, ' ')}]`)
    .replaceAll('\u202f', '\\u202f');
  write(
    'plotly-locales.js',
    `// Written by tools/build_assets/build.mjs from CLDR ${manifest('cldr-dates-full').version}; do not edit.
// Month and day names in lower case, as French and Spanish write them.
// Loads after plotly-bundle.min.js; without it the list waits for whichever plotly comes.
(function (locales) {
  if (window.Plotly) {
    window.Plotly.register(locales);
  } else {
    window.PlotlyLocales = (window.PlotlyLocales || []).concat(locales);
  }
})(${locales});
`,
  );
}

function writeLicences(packages) {
  const parts = [
    'Licences of the third-party code and data in this folder; written by tools/build_assets/build.mjs.\n',
  ];
  for (const name of [...packages].sort()) {
    const { version, license, author } = manifest(name);
    const folder = path.join(modules, name);
    const file = fs.readdirSync(folder).sort().find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file
      ? fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim()
      : `(no licence file in the package; author: ${author?.name ?? author ?? 'not given'})`;
    parts.push(`${'='.repeat(80)}\n${name} ${version}: ${license ?? 'see below'}\n\n${text}\n`);
  }
  write('LICENCES.txt', parts.join('\n'));
}

const packages = await buildPlotly();
buildTopojson();
buildDayjs();
buildPlotlyLocales();
writeLicences([...packages, 'dayjs', 'cldr-dates-full']);
