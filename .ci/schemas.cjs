// The JSON Schemas by a validator that is not ours: they are valid draft 07, accept every sample and every valid
// file, refuse every file of a wrong shape, and hold for every JSON report. Argument: the weigh binary. Wants ajv
// and smol-toml in NODE_PATH.
"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const Ajv = require("ajv");
const { parse, TomlDate } = require("smol-toml");

const [weigh] = process.argv.slice(2);
let passed = 0;

// As editors hand TOML to a schema: dates are strings there.
const asJson = (value) => {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asJson(one)]));
};
const toml = (text) => asJson(parse(text, { integersAsBigInt: true }));
const read = (file) => fs.readFileSync(file, "utf8");

const validator = (schema, name) => {
  assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#", name);
  const ajv = new Ajv({ strict: false, allErrors: true });
  assert.ok(ajv.validateSchema(schema), `${name}: ${ajv.errorsText()}`);
  return ajv.compile(schema);
};
const kinds = {
  criteria: "criteria/criteria.schema.json",
  vendor: "vendors/vendor.schema.json",
  panel: "criteria/panel/panel.schema.json",
  consensus: "criteria/panel/consensus.schema.json",
};
const validators = Object.fromEntries(
  Object.entries(kinds).map(([kind, file]) => [kind, validator(JSON.parse(read(file)), file)]),
);

const accepts = (validate, value, name) => {
  assert.ok(validate(value), `${name} is refused: ${JSON.stringify(validate.errors, null, 1)}`);
  passed += 1;
};
const refuses = (validate, value, name) => {
  assert.ok(!validate(value), `${name} is accepted`);
  passed += 1;
};

const tomlFiles = (folder) => {
  const files = fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".toml")).sort();
  assert.ok(files.length > 0, `no files in ${folder}`);
  return files.map((file) => path.join(folder, file));
};

for (const workspace of [".", "tests/data/valid"]) {
  for (const file of tomlFiles(path.join(workspace, "criteria"))) {
    const isOfPanel = path.relative(workspace, file).startsWith(path.join("criteria", "panel"));
    accepts(isOfPanel ? validators.panel : validators.criteria, toml(read(file)), file);
  }
  for (const file of tomlFiles(path.join(workspace, "vendors"))) accepts(validators.vendor, toml(read(file)), file);
}
accepts(validators.consensus, toml('[marks.a]\nmanner = { mark = 4, note = "agreed" }\n'), "an agreed mark");

for (const kind of ["criteria", "vendor"]) {
  for (const file of tomlFiles(`tests/data/invalid/shape/${kind}`)) {
    refuses(validators[kind], toml(read(file)), file);
  }
  // Where the schema could see it too, the file belongs to `shape`.
  for (const file of tomlFiles(`tests/data/invalid/meaning/${kind}`)) {
    accepts(validators[kind], toml(read(file)), file);
  }
}
for (const text of [
  'role = "x"',
  'name = "x"\nwieght = 1',
  'name = "x"\nweight = -1',
  'name = "x"\n[marks]\na = 4',
]) {
  refuses(validators.panel, toml(text), text);
  refuses(validators.consensus, toml(text), text);
}

const run = (folder, args) => JSON.parse(execFileSync(weigh, ["-C", folder, ...args], { maxBuffer: 1 << 30 }));
const report = validator(run(".", ["schema", "report"]), "weigh schema report");
for (const [folder, criteria] of [
  [".", "contact-centre"],
  [".", "back-office"],
  [".", "provider-kind"],
  ["tests/data/tui/harbour"],
  ["tests/data/published/hakodate_survey_2020"],
]) {
  const named = criteria ? ["--criteria", criteria] : [];
  accepts(report, run(folder, ["-q", "report", "--to", "json", "-o", "-", ...named]), `${folder}: ${criteria}`);
}
// Every result, by the schema that its head names.
for (const args of [
  ["rank"], ["explain", "siam-voice"], ["compare", "siam-voice", "bayt-alradd"], ["gaps"], ["sensitivity"],
  ["sensitivity", "cost"], ["weights"], ["weights", "--from-data"], ["robust"], ["break-even", "bayt-alradd"],
  ["cost"], ["cost", "siam-voice"], ["cost", "--demand"], ["cost", "--assumptions"], ["cost", "--sweep", "volume"],
  ["staff", "--channel", "phone"], ["panel"], ["award"], ["lock"], ["check"], ["version"],
]) {
  const result = run(".", ["-q", ...args, "--format", "json"]);
  const name = result.schema.split("/")[1];
  accepts(validator(run(".", ["schema", `result.${name}`]), name), result, args.join(" "));
}
console.error(`${passed} files and texts as the schemas say`);
