// The chart of volume: bars of states on top of one another, read aloud by a line of text below.

const box = document.querySelector("#chart");
const plot = box?.querySelector(".plot");
const reading = box?.querySelector("#reading");

if (box && window.uPlot) {
  box.hidden = false;
  const data = JSON.parse(document.querySelector("#chart-data").textContent);
  draw(data, box.dataset.lang);
}

function draw({ at, rows, step, zone }, lang) {
  const states = Object.keys(rows);
  const names = states.map((state) => legendOf(state).textContent);
  const sums = stacked(states.map((state) => rows[state]));
  const time = new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { timeZone: zone, ...partsOf(step) });
  const tick = tickOf(step, zone);
  const number = new Intl.NumberFormat(`${lang}-u-nu-latn`);
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink-soft").trim();
  const rule = style.getPropertyValue("--rule").trim();
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const bars = window.uPlot.paths.bars({ size: [0.8, 48], gap: 1 });
  const height = 240;

  // The highest sum is drawn first, so that lower ones cover its foot.
  const order = states.map((_, place) => place).reverse();
  const chart = new window.uPlot(
    {
      width: plot.clientWidth,
      height,
      legend: { show: false },
      cursor: { drag: { setScale: false }, points: { show: false }, y: false },
      tzDate: (seconds) => window.uPlot.tzDate(new Date(seconds * 1000), zone),
      scales: { y: { range: (_u, _low, high) => [0, Math.max(4, high * 1.05)] } },
      axes: [
        { stroke: ink, font, grid: { show: false }, ticks: { stroke: rule }, space: 72,
          values: (_u, splits) => splits.map(tick) },
        { stroke: ink, font, grid: { stroke: rule }, ticks: { show: false },
          values: (_u, splits) => splits.map((value) => (Number.isInteger(value) ? number.format(value) : "")) },
      ],
      series: [
        {},
        ...order.map((place) => ({
          paths: bars, points: { show: false }, width: 0, fill: colourOf(states[place]),
        })),
      ],
      hooks: { setCursor: [({ cursor }) => read(cursor.idx)] },
    },
    [at, ...order.map((place) => sums[place])],
    plot,
  );

  function read(index) {
    if (index === null || index === undefined) {
      return;
    }
    const parts = states
      .map((state, place) => (rows[state][index] ? `${names[place]} ${number.format(rows[state][index])}` : ""))
      .filter(Boolean);
    const total = states.reduce((sum, state) => sum + rows[state][index], 0);
    const comma = lang === "ar" ? "، " : ", ";
    const when = time.format(new Date(at[index] * 1000));
    reading.textContent = [`${when}: ${box.dataset.total} ${number.format(total)}`, ...parts].join(comma);
  }

  plot.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) {
      event.preventDefault();
      const now = chart.cursor.idx ?? (by > 0 ? -1 : at.length);
      const next = Math.min(at.length - 1, Math.max(0, now + by));
      chart.setCursor({ left: chart.valToPos(at[next], "x"), top: height / 2 });
    }
  });

  new ResizeObserver(() => chart.setSize({ width: plot.clientWidth, height })).observe(plot);
}

function legendOf(state) {
  return box.querySelector(`.legend [data-state="${state}"]`);
}

function colourOf(state) {
  return getComputedStyle(legendOf(state), "::before").backgroundColor;
}

function stacked(rows) {
  const sums = [];
  for (const row of rows) {
    const below = sums.at(-1);
    sums.push(row.map((value, place) => value + (below ? below[place] : 0)));
  }
  return sums;
}

function partsOf(step) {
  const day = { weekday: "long", day: "numeric", month: "long" };
  return step === "hour" ? { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : day;
}

// Digits and signs only: a canvas has no rules for words of two directions.
function tickOf(step, zone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, day: "numeric", month: "numeric", hour: "2-digit", hourCycle: "h23",
  });
  return (seconds) => {
    const parts = Object.fromEntries(format.formatToParts(new Date(seconds * 1000)).map((part) => [part.type, part.value]));
    return step === "day" || parts.hour === "00" ? `${parts.day}/${Number(parts.month)}` : `${parts.hour}:00`;
  };
}
