// node build.mjs [--production | --tests]
//
// Bundles the extension into dist/, so that the package needs no node_modules, with the licences of what went in.

import * as fs from "node:fs";
import * as path from "node:path";
import * as esbuild from "esbuild";

const production = process.argv.includes("--production");
const common = {
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  external: ["vscode"],
  logLevel: "warning",
};

fs.rmSync("dist", { recursive: true, force: true });
const { metafile } = await esbuild.build({
  ...common,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  minify: production,
  sourcemap: !production,
  metafile: true,
});
fs.writeFileSync("dist/THIRD-PARTY-NOTICES.txt", notices(Object.keys(metafile.inputs)));
if (production) {
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    fs.copyFileSync(path.join("../..", licence), licence);
  }
}

if (process.argv.includes("--tests")) {
  fs.rmSync("out", { recursive: true, force: true });
  await esbuild.build({
    ...common,
    external: ["vscode", "mocha"],
    entryPoints: ["test/suite/*.ts"],
    outdir: "out",
    sourcemap: "inline",
  });
}

// The licence of every package that is in the bundle. A package without one stops the build.
function notices(inputs) {
  const folders = inputs.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter(Boolean))]
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
      const licence = fs.readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
      if (!licence) {
        throw new Error(`${name} has no licence file`);
      }
      return `${name} ${version}\n\n${fs.readFileSync(path.join(folder, licence), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
