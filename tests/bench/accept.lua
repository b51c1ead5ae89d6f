-- A new comment by a new reader with every request, so that no guard shortens the work.
local thread_number = 0

function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end

-- The texts come from a file: one JSON string without its quotes a line.
function init(args)
  count = 0
  run = os.getenv("BENCH_RUN") or "0"
  texts = {}
  for line in io.lines(os.getenv("BENCH_TEXTS")) do
    texts[#texts + 1] = line
  end
end

local body = '{"author_name":"سلمى","author_email":"reader%s-%d-%d@load.example","body":"%s #%s-%d-%d"}'

function request()
  count = count + 1
  local text = texts[count % #texts + 1]
  local payload = string.format(body, run, number, count, text, run, number, count)
  local path = "/v1/articles/bench-" .. (count % 20) .. "/comments"
  return wrk.format("POST", path, { ["Content-Type"] = "application/json" }, payload)
end

function done(summary, latency, requests)
  io.write(string.format(
    "\nRESULT %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.errors.status,
    latency:percentile(50), latency:percentile(99)))
end
