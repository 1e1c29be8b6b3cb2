"use strict";
// Works out a total that the rule makes by a formula, as the program does: in fractions of whole numbers, so that it comes to
// the same digits. What is none, as a root may be, has 60 digits after the point on the way and 20 at the end.

const formulaOf = ({ make, add, subtract, multiply, over, compare, sum, fraction, rounded, ZERO, ONE }) => {
  class NoResult extends Error {}
  const fail = (why) => { throw new NoResult(why); };
  const DIGITS = 60;
  const UNIT = 10n ** BigInt(DIGITS);
  const cut = (number) => rounded({ digits: DIGITS, mode: "half-up" }, number);
  const negative = ([n, d]) => [-n, d];
  const whole = ([n, d]) => (d === 1n && n >= 0n && n <= 0xffffffffn ? Number(n) : fail("no whole number"));
  const quotient = (a, b) => over(a, b) ?? fail("divides by zero");
  const least = (numbers) => numbers.reduce((a, b) => (compare(b, a) < 0 ? b : a));
  const greatest = (numbers) => numbers.reduce((a, b) => (compare(b, a) > 0 ? b : a));
  const mean = (numbers) => over(sum(numbers), [BigInt(numbers.length), 1n]);
  const times = (number, exponent) => make(number[0] ** BigInt(exponent), number[1] ** BigInt(exponent));

  // The largest whole number whose power is not above another.
  const floorRoot = (number, degree) => {
    if (number < 2n) return number;
    const k = BigInt(degree);
    let guess = 1n << (BigInt(number.toString(2).length) / k + 1n);
    for (;;) {
      const next = ((k - 1n) * guess + number / guess ** (k - 1n)) / k;
      if (next >= guess) return guess;
      guess = next;
    }
  };
  const root = (number, degree) => {
    if (number[0] < 0n) fail("a root of a number below zero");
    const parts = number.map((part) => floorRoot(part, degree));
    if (parts.every((part, at) => part ** BigInt(degree) === number[at])) return parts;
    return make(floorRoot((number[0] * UNIT ** BigInt(degree)) / number[1], degree), UNIT);
  };
  // 2 (y + y³/3 + y⁵/5 + …), which is ln((1 + y) / (1 - y)).
  const series = (y) => {
    const square = cut(multiply(y, y));
    let [power, total] = [y, y];
    for (let k = 3n; power[0] !== 0n; k += 2n) {
      power = cut(multiply(power, square));
      total = add(total, cut(multiply(power, [1n, k])));
    }
    return multiply(total, [2n, 1n]);
  };
  const ln = (number) => {
    if (number[0] <= 0n) fail("a logarithm of a number that is not above zero");
    // A power of two is taken out, so that what is left is near 1.
    const twos = number[0].toString(2).length - number[1].toString(2).length;
    const near = twos < 0 ? multiply(number, [1n << BigInt(-twos), 1n]) : multiply(number, [1n, 1n << BigInt(twos)]);
    const y = over(subtract(near, ONE), add(near, ONE));
    return add(series(cut(y)), multiply([BigInt(twos), 1n], series([1n, 3n])));
  };
  const exp = (number) => {
    if (compare(number, [1000n, 1n]) > 0) fail("too large a number");
    const halvings = 12n;
    const small = multiply(number, [1n, 1n << halvings]);
    let [term, total] = [ONE, ONE];
    for (let k = 1n; term[0] !== 0n; k++) {
      term = cut(multiply(multiply(term, small), [1n, k]));
      total = add(total, term);
    }
    for (let k = 0n; k < halvings; k++) total = cut(multiply(total, total));
    return total;
  };
  const log = (number, base) => {
    const quotientOf = quotient(ln(number), ln(base));
    const near = rounded({ digits: 0, mode: "half-up" }, quotientOf);
    const size = Number(near[0] < 0n ? -near[0] : near[0]);
    const power = times(base, Math.min(size, 1000));
    const isWhole = compare(near[0] < 0n ? over(ONE, power) : power, number) === 0;
    return isWhole ? near : quotientOf;
  };
  const power = (base, exponent) => {
    const [above, below] = exponent;
    const size = above < 0n ? -above : above;
    if (size > 1000n || below > 100n) {
      if (below === 1n) fail("too large a power");
      return exp(multiply(ln(base), exponent));
    }
    const raised = times(base, size);
    const result = below === 1n ? raised : root(raised, Number(below));
    return above < 0n ? quotient(ONE, result) : result;
  };
  const call = {
    min: least,
    max: greatest,
    clamp: ([number, low, high]) =>
      compare(low, high) > 0 ? fail("bounds that cross") : least([greatest([number, low]), high]),
    abs: ([[n, d]]) => [n < 0n ? -n : n, d],
    sqrt: ([number]) => root(number, 2),
    root: ([number, degree]) => root(number, whole(degree)),
    ln: ([number]) => ln(number),
    log: ([number, base]) => log(number, base ?? [10n, 1n]),
    exp: ([number]) => exp(number),
  };
  const cuts = {
    round: (mode) => mode,
    truncate: () => "truncate",
    floor: (_, isNegative) => (isNegative ? "up" : "truncate"),
    ceiling: (_, isNegative) => (isNegative ? "truncate" : "up"),
  };
  const compared = {
    "<": (order) => order < 0,
    "<=": (order) => order <= 0,
    ">": (order) => order > 0,
    ">=": (order) => order >= 0,
  };
  const counted = { "+": add, "-": subtract, "*": multiply, "/": quotient, "^": power };
  const sorted = (numbers) => [...numbers].sort(compare);
  const nonempty = (numbers) => (numbers.length ? numbers : fail("a figure of no bids"));
  const figures = {
    lowest: (numbers) => least(nonempty(numbers)),
    highest: (numbers) => greatest(nonempty(numbers)),
    mean: (numbers) => mean(nonempty(numbers)),
    geometric_mean: (numbers) => {
      const product = nonempty(numbers).reduce(multiply);
      return numbers.length > 100 ? exp(mean(numbers.map(ln))) : root(product, numbers.length);
    },
    median: (numbers) => {
      const order = sorted(nonempty(numbers));
      const half = order.length >> 1;
      return order.length % 2 ? order[half] : mean(order.slice(half - 1, half + 1));
    },
    sum,
    nth: (numbers, [place]) => sorted(nonempty(numbers))[whole(place) - 1] ?? fail("a place beyond the last bid"),
    trimmed_mean: (numbers, [low, high]) =>
      mean(nonempty(sorted(nonempty(numbers)).slice(whole(low), Math.max(0, numbers.length - whole(high))))),
    rank: (numbers, _, own) => [BigInt(1 + numbers.filter((number) => compare(number, own) < 0).length), 1n],
    best_of: (numbers, [most], own) => numbers.filter((number) => compare(number, own) > 0).length < whole(most),
  };

  // A constant of the page in the form in which it is worked with: a fraction, a truth, or a word by its number.
  const constant = (said) => (typeof said === "string" ? fraction(said) : said);

  // Works totals out. For each bid: its standing with the present weights, as { points, value, most } by criterion, each none
  // where it does not apply, and whether it is admitted, or above every minimum.
  return (total, bids) => {
    const known = new Map();
    const once = (key, at, work) => {
      if (!known.has(key)) known.set(key, new Map());
      const results = known.get(key);
      if (!results.has(at)) results.set(at, work());
      return results.get(at);
    };
    const named = ([room, place], at) => {
      if (room === "facts") return constant(place[at]);
      if (room === "is") return constant(place);
      return bids[at][room][place];
    };
    const numbersOf = (parts, at) => {
      const numbers = parts.map((part) => work(part, at));
      return numbers.includes(null) ? null : numbers;
    };
    const isMember = { offered: () => true, admitted: (bid) => bid.isAdmitted, above_minimum: (bid) => bid.isAbove,
      not_abnormal: (bid) => bid.isAbove && bid.isNormal };
    const figureOf = ([, name, set, condition, isShared, ...parts], at) => {
      const members = bids.map((_, bid) => bid).filter((bid) =>
        isMember[set](bids[bid]) && (condition === null || work(condition, bid) === true));
      if (!parts.length) return [BigInt(members.length), 1n];
      const numbers = members.map((bid) => work(parts[0], bid)).filter((number) => number !== null);
      const own = isShared || name === "sum" ? ONE : ["rank", "best_of"].includes(name) ? work(parts[0], at) : ONE;
      const told = numbersOf(parts.slice(1), at);
      return told === null || own === null ? null : figures[name](numbers, told, own);
    };
    const step = (nth, at) => once(total.steps[nth], at, () => {
      const { expr, rounding } = total.steps[nth];
      const number = work(expr, at);
      return Array.isArray(number) ? rounded(rounding, number) : number;
    });
    const isSame = (a, b) => (Array.isArray(a) && Array.isArray(b) ? compare(a, b) === 0
      : typeof a === typeof b ? (a.word ?? a) === (b.word ?? b) : fail("compares what is not of one kind"));
    const work = (node, at) => {
      const [kind, first, ...rest] = node;
      switch (kind) {
        case "number": return constant(first);
        case "word": return { word: first };
        case "name": return named(total.names[first], at);
        case "step": return step(first, at);
        case "negative": {
          const number = work(first, at);
          return number && negative(number);
        }
        case "not": {
          const truth = work(first, at);
          return truth === null ? null : !truth;
        }
        case "if": {
          const truth = work(first, at);
          return truth === null ? null : work(rest[truth ? 0 : 1], at);
        }
        case "call": {
          const numbers = numbersOf(rest, at);
          return numbers && call[first](numbers);
        }
        case "cut": {
          const numbers = numbersOf(rest.slice(1), at);
          if (numbers === null) return null;
          const [number, digits] = numbers;
          const mode = cuts[first](rest[0], number[0] < 0n);
          return rounded({ digits: digits ? whole(digits) : 0, mode }, number);
        }
        case "figure": return once(node, node[4] ? 0 : at, () => figureOf(node, at));
        case "and":
        case "or": {
          const decides = kind === "or";
          const left = work(first, at);
          if (left === decides) return decides;
          const right = work(rest[0], at);
          return right === decides ? decides : left === null || right === null ? null : !decides;
        }
        default: {
          const [left, right] = [work(first, at), work(rest[0], at)];
          if (left === null || right === null) return null;
          if (kind === "=" || kind === "!=") return isSame(left, right) === (kind === "=");
          return compared[kind] ? compared[kind](compare(left, right)) : counted[kind](left, right);
        }
      }
    };
    const of = (at) => {
      try {
        if (total.out !== null && work(total.out, at) === true) return null;
        const number = work(total.expr, at);
        if (!Array.isArray(number)) return null;
        return rounded(total.rounding ?? (total.is_fraction ? null : { digits: 20, mode: "half-up" }), number);
      } catch (error) {
        if (error instanceof NoResult) return null;
        throw error;
      }
    };
    return bids.map((_, at) => of(at));
  };
};
