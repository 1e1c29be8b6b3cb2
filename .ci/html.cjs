// Opens the HTML reports in Chromium: no error, no request, no barrier, and the CLI's numbers whatever the
// sliders say. Arguments: the weigh binary, then workspaces as FOLDER:DECISION. Wants puppeteer-core and
// axe-core in NODE_PATH. With `--totals` before the workspaces only: the page comes to the total of the CLI by itself, as
// reported and with other weights.
"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const puppeteer = require("puppeteer-core").default ?? require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [weigh, ...rest] = process.argv.slice(2);
const onlyTotals = rest[0] === "--totals";
const workspaces = onlyTotals ? rest.slice(1) : rest;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "weigh-html-"));
const MOVES = 12;
let passed = 0;

// Equal numbers in every run, so that a failure can be repeated.
let seed = 20261122;
const random = (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return Math.floor((seed / 0x80000000) * below);
};

const run = (workspace, args) =>
  execFileSync(weigh, ["-C", workspace, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

const reported = (workspace, decision) => {
  const place = path.join(folder, `${passed}-${decision}`);
  run(workspace, ["report", "--criteria", decision, "--to", "html", "-o", place]);
  const pages = fs.readdirSync(place).filter((name) => name.endsWith(".html"));
  assert.equal(pages.length, 1, `one page in ${place}`);
  return path.join(place, pages[0]);
};

const open = async (browser, file, settings = {}) => {
  const page = await browser.newPage();
  const url = pathToFileURL(file).href;
  page.problems = [];
  page.on("console", (message) => page.problems.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.problems.push(`error: ${error}`));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) page.problems.push(`request: ${request.url()}`);
  });
  await page.setViewport({ width: settings.width ?? 1280, height: 900 });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: settings.scheme ?? "light" },
    // Where the page scrolls smoothly, what is to be clicked moves on after it was aimed at.
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  if (settings.script === false) await page.setJavaScriptEnabled(false);
  await page.goto(url);
  return page;
};

// What the page shows: score and rank by name, and the command that is said to give the same.
const shown = (page) =>
  page.evaluate(() => ({
    ranking: [...document.querySelectorAll("#live-ranking tbody tr")].map((row) => ({
      name: row.querySelector("th").textContent,
      score: Number(row.dataset.score),
      rank: row.dataset.rank === "" ? null : Number(row.dataset.rank),
    })),
    command: document.querySelector("#live-command").hidden
      ? ""
      : document.querySelector("#live-command code").textContent,
  }));

const compare = (page, workspace, decision, what) => {
  const options = page.command.split(" ").filter((_, at, words) => words[at - 1] === "--set");
  const args = ["rank", "--criteria", decision, "--format", "json", ...options.flatMap((option) => ["--set", option])];
  const { vendors } = JSON.parse(run(workspace, args)).result;
  assert.equal(page.ranking.length, vendors.length, what);
  vendors.forEach((vendor, at) => {
    const row = page.ranking[at];
    assert.equal(row.name, vendor.name, `${what}: place ${at + 1}`);
    const near = 1e-9 * Math.max(1, Math.abs(row.score));
    assert.ok(Math.abs(row.score - Number(vendor.score)) <= near, `${what}: ${row.name} ${row.score}, not ${vendor.score}`);
    assert.equal(row.rank, vendor.rank ?? null, `${what}: rank of ${row.name}`);
  });
};

const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

const moveSliders = async (browser, file, workspace, decision) => {
  const page = await open(browser, file);
  assert.equal(await page.$eval("#live", (panel) => panel.hidden), false, "the sliders are shown");
  const start = await shown(page);
  compare(start, workspace, decision, `${decision} as reported`);
  const fields = await page.$$eval("#live [data-number]", (all) => all.map((one) => [one.dataset.number, Number(one.max)]));
  assert.ok(fields.length > 1, "there are weights to move");
  const seen = new Set();
  await page.$$eval("#live details", (all) => all.forEach((one) => { one.open = true; }));
  // First each weight at half of what there is, where points fall on halves; then at random.
  for (let at = -Math.min(fields.length, 8); at < MOVES; at++) {
    const [slider, most] = at < 0 ? fields.at(at) : fields[random(fields.length)];
    const isByKey = at > 0 && at % 3 === 2;
    if (isByKey) {
      await page.focus(`#weight-${slider}`);
      for (let press = 0; press <= random(5); press++) await page.keyboard.press(random(2) ? "ArrowRight" : "ArrowLeft");
    } else {
      const kind = at > 0 && at % 2 ? "range" : "number";
      const value = ((at < 0 ? 0.5 : random(100) / 100) * most).toFixed(kind === "range" ? 0 : 2);
      await page.$eval(`#live [data-${kind === "range" ? "slider" : "number"}="${slider}"]`, (field, text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }, value);
    }
    await painted(page);
    const now = await shown(page);
    assert.notEqual(now.command, "", "the command of the what-if is shown");
    compare(now, workspace, decision, now.command);
    seen.add(now.ranking.map((row) => row.score).join());
  }
  assert.ok(seen.size > 2, "moving weights moves scores");
  await page.waitForFunction(() => document.querySelector("#live-said").textContent !== "");
  await page.click("#live button[type=reset]");
  await painted(page);
  assert.deepEqual(await shown(page), start, "back to the report");
  assert.deepEqual(page.problems, []);
  await page.close();
};

const lookForBarriers = async (browser, file, settings) => {
  const page = await open(browser, file, settings);
  await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px wider than its window: ${JSON.stringify(settings)}`);
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  assert.ok(passes.length > 20, "the rules of axe ran");
  const found = violations.map((rule) => `${rule.id}: ${rule.help}\n  ${rule.nodes.slice(0, 3).map((node) => node.html).join("\n  ")}`);
  assert.deepEqual(found, [], JSON.stringify(settings));
  assert.deepEqual(page.problems, []);
  await page.close();
};

const workTotalsOut = async (browser, workspace, decision) => {
  const ranked = JSON.parse(run(workspace, ["rank", "--criteria", decision, "--format", "json"])).result.vendors;
  const file = reported(workspace, decision);
  const page = await open(browser, file);
  if (ranked.some((vendor) => vendor.rank !== null && vendor.rank !== undefined)) {
    assert.equal(await page.$eval("#live", (panel) => panel.hidden), false, `${workspace}: the page comes to other totals`);
    compare(await shown(page), workspace, decision, `${workspace} as reported`);
    const fields = await page.$$eval("#live [data-number]", (all) => all.map((one) => [one.dataset.number, Number(one.max)]));
    for (const [slider, most] of fields.slice(0, 2)) {
      await page.$eval(`#live [data-number="${slider}"]`, (field, text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }, String(most * (0.1 + random(8) / 10)));
      await painted(page);
      const now = await shown(page);
      compare(now, workspace, decision, `${workspace}: ${now.command}`);
    }
  }
  assert.deepEqual(page.problems, []);
  await page.close();
  return ranked.length > 0;
};

const readWithoutScript = async (browser, file) => {
  const page = await open(browser, file, { script: false });
  assert.equal(await page.$eval("#live", (panel) => panel.hidden), true, "no sliders without the script");
  assert.ok((await page.$$("main table")).length > 3, "tables are there without the script");
  assert.deepEqual(page.problems, []);
  await page.close();
};

(async () => {
  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    userDataDir: path.join(folder, "profile"),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
  try {
    assert.ok(workspaces.length > 0, "there are pages to open");
    for (const one of workspaces) {
      const [workspace, decision] = [one.slice(0, one.lastIndexOf(":")), one.slice(one.lastIndexOf(":") + 1)];
      if (onlyTotals) {
        passed += 1;
        await workTotalsOut(browser, workspace, decision);
        continue;
      }
      const file = reported(workspace, decision);
      await moveSliders(browser, file, workspace, decision);
      await lookForBarriers(browser, file, {});
      await lookForBarriers(browser, file, { scheme: "dark", width: 400 });
      await readWithoutScript(browser, file);
      passed += 1;
      console.log(`html: ${decision} in ${workspace} holds`);
    }
  } finally {
    await browser.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  assert.equal(passed, workspaces.length);
  if (onlyTotals) console.log(`html: ${passed} pages come to their totals by themselves`);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
