// Sentences with names, numbers and times in the language of the page.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function createWords(texts, lang) {
  const locale = lang === "ar" ? "ar-u-nu-arab" : "en-GB";
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long" });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });

  return {
    text: (key) => texts[key],

    /** The form of `key` for n; n = 0 has its own sentence in both languages. */
    count(key, n) {
      const form = n === 0 ? "zero" : plural.select(n);
      return texts[`${key}_${form}`].replace("{n}", number.format(n));
    },

    /** Nodes of a sentence with {name}; the name is isolated, so that it cannot reorder the words. */
    named(key, name) {
      const [before, after] = texts[key].split("{name}");
      const bdi = document.createElement("bdi");
      bdi.textContent = name;
      return [before, bdi, after];
    },

    namedPlain: (key, name) => texts[key].replace("{name}", () => name),

    /** "3 minutes ago" within a week, the date after that. */
    since(iso, now = new Date()) {
      const seconds = Math.round((new Date(iso) - now) / 1000);
      const age = Math.abs(seconds);
      if (age < MINUTE) return relative.format(0, "second");
      if (age < HOUR) return relative.format(Math.trunc(seconds / MINUTE), "minute");
      if (age < DAY) return relative.format(Math.trunc(seconds / HOUR), "hour");
      if (age < 7 * DAY) return relative.format(Math.trunc(seconds / DAY), "day");
      return day.format(new Date(iso));
    },

    fullTime: (iso) => full.format(new Date(iso)),
  };
}
