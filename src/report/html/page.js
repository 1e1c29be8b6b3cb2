"use strict";
// Two things that a page can do and paper cannot: boxes that scroll are reached with the keyboard only
// where they scroll, and weights can be tried. Scores are counted as fractions of whole numbers, so they
// are the same to the last digit as those of the report.

(() => {
  const boxes = document.querySelectorAll(".scroll");
  const look = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
    if (scrolls) {
      box.setAttribute("tabindex", "0");
      box.setAttribute("role", "group");
    } else {
      box.removeAttribute("tabindex");
      box.removeAttribute("role");
    }
  };
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => look(entry.target)));
  boxes.forEach((box) => observer.observe(box));
})();

(() => {
  const source = document.getElementById("live-data");
  if (!source) return;

  // Fractions: [numerator, denominator], in lowest terms, the denominator above zero.
  const divisor = (a, b) => {
    while (b) [a, b] = [b, a % b];
    return a < 0n ? -a : a;
  };
  const make = (n, d) => {
    if (d < 0n) [n, d] = [-n, -d];
    const common = divisor(n, d) || 1n;
    return [n / common, d / common];
  };
  const ZERO = [0n, 1n];
  const ONE = [1n, 1n];
  const add = (a, b) => (a[1] === b[1] ? make(a[0] + b[0], a[1]) : make(a[0] * b[1] + b[0] * a[1], a[1] * b[1]));
  const subtract = (a, b) => add(a, [-b[0], b[1]]);
  const multiply = (a, b) => make(a[0] * b[0], a[1] * b[1]);
  const over = (a, b) => (b[0] === 0n ? null : make(a[0] * b[1], a[1] * b[0]));
  const compare = (a, b) => {
    const difference = a[0] * b[1] - b[0] * a[1];
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  };
  const sum = (numbers) => numbers.reduce(add, ZERO);
  const fraction = (text) => {
    const [n, d] = text.split("/");
    return make(BigInt(n), BigInt(d ?? "1"));
  };
  const decimal = (text) => {
    const parts = /^(\d{0,18})(?:\.(\d{0,18}))?$/.exec(text.trim());
    if (!parts || !(parts[1] || parts[2])) return null;
    const digits = parts[2] ?? "";
    return make(BigInt(parts[1] + digits), 10n ** BigInt(digits.length));
  };

  // The rule's roundings, as `Rounding` of the program has them: of the size, without the sign.
  const scaled = ([n, d], digits, mode) => {
    const size = (n < 0n ? -n : n) * 10n ** BigInt(digits);
    const quotient = size / d;
    const rest = size % d;
    const goesUp = {
      "half-up": 2n * rest >= d,
      "half-even": 2n * rest > d || (2n * rest === d && quotient % 2n === 1n),
      truncate: false,
      up: rest !== 0n,
    }[mode];
    const whole = quotient + (goesUp ? 1n : 0n);
    return n < 0n ? -whole : whole;
  };
  const rounded = (rounding, number) =>
    rounding ? make(scaled(number, rounding.digits, rounding.mode), 10n ** BigInt(rounding.digits)) : number;
  const fixed = (number, digits) => {
    const whole = scaled(number, digits, "half-up");
    const text = String(whole < 0n ? -whole : whole).padStart(digits + 1, "0");
    const sign = whole < 0n ? "-" : "";
    return digits ? `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}` : sign + text;
  };
  const plain = (number, most) => {
    const text = fixed(number, most);
    return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  };

  // Weights in proportion that add up, as `apportion` of the program has them: cut off at so many digits, or at as many
  // as the sum has, and what is left goes to the largest remainders.
  const apportioned = (weights, whole, digits) => {
    while (digits < 18 && (whole[0] * 10n ** BigInt(digits)) % whole[1] !== 0n) digits++;
    const factor = over(whole, sum(weights));
    const meant = weights.map((weight) => multiply(weight, factor));
    const cut = meant.map((weight) => rounded({ digits, mode: "truncate" }, weight));
    const rest = meant.map((weight, at) => scaled(subtract(weight, cut[at]), digits + 6, "half-up"));
    const unit = make(1n, 10n ** BigInt(digits));
    let left = subtract(whole, sum(cut));
    const byRest = meant.map((_, at) => at).sort((a, b) => (rest[a] > rest[b] ? -1 : rest[a] < rest[b] ? 1 : a - b));
    for (const at of byRest) {
      if (compare(left, unit) < 0) break;
      cut[at] = add(cut[at], unit);
      left = subtract(left, unit);
    }
    return cut;
  };

  // Weights that make room, as `make_room` of the program has them: with four digits, or with the fewest of those that
  // they come from rounding.
  const roomy = (weights, room) => {
    const total = sum(weights);
    const most = multiply(make(5n, 10000n), room);
    const size = ([n, d]) => [n < 0n ? -n : n, d];
    const isSource = (stated) => stated.every((weight, at) =>
      (weight[0] === 0n) === (weights[at][0] === 0n)
      && compare(size(subtract(multiply(weight, total), multiply(weights[at], room))), most) <= 0);
    // Weights of so many digits cannot be told apart where the rounded ones have to grow a lot.
    const isToldApart = (digits) =>
      compare(multiply(make(10n ** BigInt(digits + 1), 1n), room), multiply(make(10000n, 1n), total)) <= 0;
    const stated = [0, 1, 2].filter(isToldApart).map((digits) => apportioned(weights, room, digits)).find(isSource);
    return stated ?? apportioned(weights, room, 4);
  };

  // What is scored.
  const data = JSON.parse(source.textContent);
  const number = (text) => (text === null ? null : fraction(text));
  const minimumOf = (one) => one && { ...one, least: fraction(one.least) };
  const points = fraction(data.points);
  const whole = number(data.whole);
  const minimum = minimumOf(data.minimum);
  const criteria = data.criteria.map((criterion) => ({
    ...criterion,
    weight: fraction(criterion.weight),
    minimum: minimumOf(criterion.minimum),
    children: [],
  }));
  const top = [];
  criteria.forEach((criterion, at) => {
    (criterion.parent === null ? top : criteria[criterion.parent].children).push(at);
  });
  const groups = [top, ...criteria.map((criterion) => criterion.children)].filter((group) => group.length);
  const siblings = (at) => (criteria[at].parent === null ? top : criteria[criteria[at].parent].children);
  const total = data.total;
  const totalsOf = total && formulaOf({ make, add, subtract, multiply, over, compare, sum, fraction, rounded, ZERO, ONE });
  const vendors = data.vendors.map((vendor) => ({
    ...vendor,
    score: fraction(vendor.score),
    values: vendor.values.map((value) => value && value.map(number)),
  }));

  // Weights, where some are set: the others of a group shrink or grow in proportion, as with `--set`.
  // None where they cannot add up.
  const weighed = (set) => {
    const weights = criteria.map((criterion, at) => (set.has(at) ? decimal(set.get(at)) : criterion.weight));
    if (weights.includes(null)) return null;
    for (const group of groups) {
      const total = sum(group.map((at) => weights[at]));
      if (whole === null) {
        if (total[0] === 0n) return null;
        continue;
      }
      if (compare(total, whole) === 0) continue;
      const kept = group.filter((at) => !set.has(at));
      const left = sum(kept.map((at) => weights[at]));
      const room = subtract(whole, subtract(total, left));
      if (left[0] === 0n || room[0] < 0n) return null;
      const shares = roomy(kept.map((at) => weights[at]), room);
      kept.forEach((at, place) => { weights[at] = shares[place]; });
    }
    return weights;
  };

  // Shares of one: among siblings and in the whole.
  const sharedOut = (weights) => {
    const local = weights.map((weight, at) => over(weight, sum(siblings(at).map((other) => weights[other]))) ?? ZERO);
    const global = [];
    criteria.forEach(({ parent }, at) => {
      global[at] = multiply(parent === null ? ONE : global[parent], local[at]);
    });
    return { local, global };
  };

  // The shares of a vendor of whom something is left out: what does not apply has no value at all, what the rule
  // skips none now. With `now` they are those that count, else those once everything is known.
  const moved = (vendor, local, now) => {
    const isLeftOut = (at) => vendor.values[at] !== null && vendor.values[at][now ? 0 : 2] === null;
    if (!criteria.some((_, at) => isLeftOut(at))) return null;
    const weighs = (at) => local[at][0] !== 0n;
    const counts = criteria.map((criterion, at) => !criterion.is_group && weighs(at) && !isLeftOut(at));
    for (let at = criteria.length - 1; at >= 0; at--) {
      const parent = criteria[at].parent;
      if (counts[at] && parent !== null) counts[parent] = weighs(parent);
    }
    const shares = [];
    criteria.forEach(({ parent }, at) => {
      const counting = siblings(at).filter((other) => counts[other]);
      const part = over(local[at], sum(counting.map((other) => local[other]))) ?? ZERO;
      shares[at] = counts[at] ? multiply(parent === null ? ONE : shares[parent], part) : ZERO;
    });
    return shares;
  };

  // Points of every criterion, the score, and the minimums that it cannot reach any more; of a total by a formula what it
  // reads.
  const scored = (vendor, { local, global }) => {
    const shares = moved(vendor, local, true) ?? global;
    const known = moved(vendor, local, false) ?? global;
    const weighs = (at) => local[at][0] !== 0n;
    const cells = [];
    for (let at = criteria.length - 1; at >= 0; at--) {
      const { is_group: isGroup, rounding, children } = criteria[at];
      const most = multiply(known[at], points);
      if (isGroup) {
        const applying = children.filter((child) => cells[child].highestValue !== null);
        const isEmptied = applying.length === 0 || (children.some(weighs) && !applying.some(weighs));
        const mean = (part) => {
          const counting = applying.filter((child) => cells[child][part] !== null);
          const weighed = counting.map((child) => multiply(local[child], cells[child][part]));
          return over(sum(weighed), sum(counting.map((child) => local[child]))) ?? ZERO;
        };
        const [earned, highest] = ["points", "highest"].map((part) => sum(children.map((child) => cells[child][part])));
        const now = multiply(shares[at], points);
        cells[at] = {
          points: isEmptied ? ZERO : earned,
          highest: isEmptied ? ZERO : highest,
          value: isEmptied ? null : over(earned, now) ?? mean("value"),
          highestValue: isEmptied ? null : over(highest, most) ?? mean("highestValue"),
        };
      } else {
        const [value, , highestValue] = vendor.values[at];
        const earned = (most, worth) => (worth === null ? ZERO : rounded(rounding, multiply(most, worth)));
        cells[at] = {
          points: earned(multiply(shares[at], points), value),
          highest: earned(most, highestValue),
          value,
          highestValue,
        };
      }
    }
    const score = rounded(data.rounding, sum(top.map((at) => cells[at].points)));
    const highest = rounded(data.rounding, sum(top.map((at) => cells[at].highest)));
    const most = compare(highest, score) > 0 ? highest : score;
    const misses = (value, { least, is_strict: isStrict }) => compare(value, least) < (isStrict ? 1 : 0);
    const isBelow = (value, minimum) => minimum && value !== null && misses(value, minimum);
    const below = criteria.filter(({ minimum }, at) => isBelow(cells[at].highestValue, minimum));
    const out = [...vendor.out, ...below.map((criterion) => `below the minimum of ${criterion.name}`)];
    if (minimum && !total && misses(most, minimum)) out.push("below the minimum score");
    const earned = cells.map((cell) => cell.points);
    const applies = (number, at) => (cells[at].highestValue === null ? null : number);
    const read = total && {
      points: earned.map(applies),
      value: cells.map(({ value }, at) => applies(value && multiply(value, [100n, 1n]), at)),
      most: shares.map((share) => multiply(share, points)),
      isAdmitted: vendor.is_admitted,
      isAbove: vendor.is_admitted && below.length === 0,
      isNormal: vendor.is_normal,
    };
    return { score, out, points: earned, read };
  };

  // Puts the totals of a formula in the place of scores.
  const makeTotals = (results) => {
    const totals = totalsOf(total, results.map((result) => result.read));
    results.forEach((result, at) => {
      result.score = totals[at] ?? ZERO;
      if (totals[at] === null && result.out.length === 0) result.out.push("no total");
      const isBelow = totals[at] !== null && minimum && compare(totals[at], minimum.least) < (minimum.is_strict ? 1 : 0);
      if (isBelow) result.out.push("below the minimum score");
    });
  };

  // The ranking: by score, then by the rule's ties in turn, then shared; those that are out come last.
  const ranked = (weights) => {
    const shares = sharedOut(weights);
    const results = vendors.map((vendor, at) => ({ at, ...scored(vendor, shares) }));
    if (total) makeTotals(results);
    const standing = (a, b) => {
      const scores = total?.lowest_wins ? [b.score, a.score] : [a.score, b.score];
      for (const [x, y] of [scores, ...data.ties.map((tie) => [a.points[tie], b.points[tie]])]) {
        const order = compare(y, x);
        if (order) return order;
      }
      return 0;
    };
    const isOut = (result) => (result.out.length ? 1 : 0);
    results.sort((a, b) => isOut(a) - isOut(b) || (isOut(a) ? 0 : standing(a, b)) || a.at - b.at);
    results.forEach((result, place) => {
      const before = results[place - 1];
      if (isOut(result)) result.rank = null;
      else result.rank = before && standing(before, result) === 0 ? before.rank : place + 1;
    });
    return results;
  };

  // The page.
  const form = document.getElementById("live-form");
  const body = document.querySelector("#live-ranking tbody");
  const said = document.getElementById("live-said");
  const command = document.getElementById("live-command");
  const rows = [...body.rows].map((row) => {
    const cells = {};
    for (const cell of row.querySelectorAll("[data-cell]")) cells[cell.dataset.cell] = cell;
    return { row, cells };
  });
  const sliders = criteria.map((_, at) => ({
    range: form.querySelector(`[data-slider="${at}"]`),
    number: form.querySelector(`[data-number="${at}"]`),
  }));
  let set = new Map();

  const change = (before, now) => {
    if (before === now) return ["", ""];
    if (now === null) return ["out", "now out of the ranking"];
    if (before === null) return ["in", "now in the ranking"];
    const steps = Math.abs(before - now);
    return before > now ? [`▲ ${steps}`, `up ${steps}`] : [`▼ ${steps}`, `down ${steps}`];
  };
  const showRow = ({ at, rank, score, out, points: earned }) => {
    const { row, cells } = rows[at];
    row.classList.toggle("out", rank === null);
    cells.rank.textContent = rank ?? "–";
    const [sign, words] = change(vendors[at].rank, rank);
    cells.change.textContent = sign;
    if (words) cells.change.setAttribute("aria-label", words);
    else cells.change.removeAttribute("aria-label");
    cells.change.className = sign.startsWith("▲") || sign === "in" ? "good" : "bad";
    cells.score.textContent = fixed(score, data.decimals);
    row.dataset.score = plain(score, 20);
    row.dataset.rank = rank ?? "";
    const parts = cells.bar.children;
    top.forEach((criterion, part) => {
      const share = over(earned[criterion], points);
      parts[part].style.width = `${Number(fixed(share, 6)) * 100}%`;
    });
    cells.why.textContent = out.join("; ");
    body.append(row);
  };
  const showWeights = (weights, active) => {
    sliders.forEach(({ range, number: field }, at) => {
      if (!range) return;
      const text = plain(weights[at], 4);
      if (range !== active) range.value = text;
      if (field !== active) field.value = text;
      range.closest(".slider").classList.toggle("set", set.has(at));
      field.setCustomValidity("");
    });
  };
  const showCommand = () => {
    command.hidden = data.is_what_if || !set.size;
    const options = [...set].map(([at, text]) => ` --set criteria.${criteria[at].id}.weight=${text}`);
    command.querySelector("code").textContent = `weigh rank --criteria ${data.decision}${options.join("")}`;
  };
  const announcement = (results) => {
    const firsts = results.filter((result) => result.rank === 1).map((result) => vendors[result.at].name);
    const changed = results.filter((result) => result.rank !== vendors[result.at].rank).length;
    const lead = firsts.length
      ? `${firsts.join(" and ")} ${firsts.length > 1 ? "share the first place" : "is first"} with ${fixed(results[0].score, data.decimals)}${data.unit ? ` ${data.unit}` : ""}.`
      : "No vendor is in the ranking.";
    const ranks = { 0: "No rank differs from the report.", 1: "One rank differs from the report." };
    return `${lead} ${ranks[changed] ?? `${changed} ranks differ from the report.`}`;
  };
  let later;
  const show = (weights, active) => {
    const results = ranked(weights);
    results.forEach(showRow);
    showWeights(weights, active);
    showCommand();
    // Once the hand rests, so that a reader of the screen hears one sentence and not a hundred.
    clearTimeout(later);
    later = setTimeout(() => {
      said.textContent = announcement(results);
    }, 300);
    return results;
  };

  // Sets a weight; where the others that are set leave no room, they give way.
  const move = (at, text, active) => {
    const alone = new Map([...set].filter(([other]) => !siblings(at).includes(other)));
    for (const trial of [new Map(set), alone]) {
      const weights = weighed(trial.set(at, text));
      if (weights) {
        set = trial;
        show(weights, active);
        return true;
      }
    }
    return false;
  };
  let frame;
  form.addEventListener("input", ({ target }) => {
    const at = Number(target.dataset.slider ?? target.dataset.number);
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const isValid = move(at, target.value, target);
      if (target.dataset.number) target.setCustomValidity(isValid ? "" : "The weights of the group cannot add up with this one.");
      if (!isValid && target.dataset.slider) showWeights(weighed(set));
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    cancelAnimationFrame(frame);
    set = new Map();
    show(weighed(set));
  });

  // Shown only when the page comes to the scores and ranks of the report by itself.
  const start = weighed(set);
  const results = start && ranked(start);
  const asShown = (number) => (total && !total.is_fraction ? rounded({ digits: 20, mode: "half-up" }, number) : number);
  const agrees = results && results.every(({ at, score, rank }) =>
    compare(asShown(score), asShown(vendors[at].score)) === 0 && rank === vendors[at].rank);
  if (!agrees) {
    console.error("weigh: the page does not come to the scores of the report; the sliders stay hidden");
    return;
  }
  show(start);
  document.querySelectorAll("[data-live]").forEach((element) => {
    element.hidden = false;
  });
})();
