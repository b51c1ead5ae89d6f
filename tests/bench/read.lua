function done(summary, latency, requests)
  io.write(string.format(
    "\nRESULT %d %d %d %d %d\n",
    summary.requests, summary.duration, summary.errors.status,
    latency:percentile(50), latency:percentile(99)))
end
