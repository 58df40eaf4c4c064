// Preloaded into a measured process: on some platforms, only the process itself knows its peak memory.
const { writeFileSync } = require('node:fs')

const file = process.env.BENCH_USAGE_FILE
if (file) {
  process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
    const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6
    writeFileSync(file, JSON.stringify({ peakBytes: maxRSS * 1024, cpuSeconds }))
  })
}
