// Whether a condition is true of the answers: the twin of the server's rule, over rows of data. Nothing is executed.
(() => {
  const DAY = 86400000;
  const has = (owner, key) => Object.prototype.hasOwnProperty.call(owner, key);
  const isEmpty = (value) => value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);

  // Only numbers with numbers and texts with texts; an answer of another kind is not what the row asks for.
  const alike = (one, other) => typeof one === typeof other && (typeof one === "number" || typeof one === "string");
  const ordered = (test) => (value, wanted) => alike(value, wanted) && test(value, wanted);

  const COMPARE = {
    eq: (value, wanted) => value === wanted,
    ne: (value, wanted) => value !== wanted,
    gt: ordered((value, wanted) => value > wanted),
    ge: ordered((value, wanted) => value >= wanted),
    lt: ordered((value, wanted) => value < wanted),
    le: ordered((value, wanted) => value <= wanted),
    between: (value, [low, high]) => alike(value, low) && low <= value && value <= high,
    in: (value, options) => options.includes(value),
    has: (values, option) => Array.isArray(values) && values.includes(option),
    has_any: (values, options) => Array.isArray(values) && values.some((value) => options.includes(value)),
    is: (value, wanted) => value === wanted,
    before: ordered((value, wanted) => value < wanted),
    after: ordered((value, wanted) => value > wanted),
  };
  const PRESENCE = { empty: true, filled: false };
  const AGO = { ago_ge: (today, day) => today >= day, ago_le: (today, day) => today <= day };

  // Money is kept as text; against a number it counts as the amount it is.
  const counted = (value, wanted) => {
    const low = Array.isArray(wanted) ? wanted[0] : wanted;
    if (typeof value !== "string" || typeof low === "string") return value;
    return /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : value;
  };

  const midnight = (year, month, day) => {
    const moment = new Date(0);
    moment.setUTCFullYear(year, month, day);
    return moment;
  };

  const dayOf = (text) => {
    const found = typeof text === "string" && /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!found) return null;
    const day = midnight(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
    return iso(day) === text ? day : null;
  };

  // A day beyond every calendar has no text.
  const iso = (day) => (day.getUTCFullYear() >= 1 && day.getUTCFullYear() <= 9999 ? day.toISOString().slice(0, 10) : null);

  // So many days, months or years later; without such a day, the 1st of the next month.
  const later = (day, span) => {
    if (span.unit === "day") return new Date(day.getTime() + span.n * DAY);
    const months = day.getUTCMonth() + span.n * { month: 1, year: 12 }[span.unit];
    const year = day.getUTCFullYear() + Math.floor(months / 12);
    return midnight(year, months % 12, Math.min(day.getUTCDate(), midnight(year, (months % 12) + 1, 0).getUTCDate() + 1));
  };

  const ago = (op, value, span, today) => {
    const day = today ? dayOf(value) : null;
    const reached = day && iso(later(day, span));
    return Boolean(reached) && AGO[op](today, reached);
  };

  const rowHolds = (row, value, today) => {
    if (has(PRESENCE, row.op)) return isEmpty(value) === PRESENCE[row.op];
    if (isEmpty(value)) return false;
    if (has(AGO, row.op)) return ago(row.op, value, row.value, today);
    if (typeof value === "boolean" && row.op !== "is") return false;
    return has(COMPARE, row.op) && COMPARE[row.op](counted(value, row.value), row.value);
  };

  // `answers` by field key as the server keeps them; `today` as 2026-09-18, or null.
  const holds = (condition, answers, today = null) => {
    if (has(condition, "all")) return condition.all.every((part) => holds(part, answers, today));
    if (has(condition, "any")) return condition.any.some((part) => holds(part, answers, today));
    return rowHolds(condition, has(answers, condition.field) ? answers[condition.field] : null, today);
  };

  window.youshi = Object.assign(window.youshi || {}, { holds });
})();
